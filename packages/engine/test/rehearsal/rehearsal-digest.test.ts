import { expect, test } from 'vitest';
import { minutes, seconds } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { rehearsalDigest } from '../../src/rehearsal/rehearsal-digest.ts';

const image = { id: 'ami-1' };
const digest = rehearsalDigest(image, fleetSettings());

test('is another one for another image, and for whatever is tried', () => {
  const { strategy } = fleetSettings();
  const other = [
    rehearsalDigest({ id: 'ami-2' }, fleetSettings()),
    rehearsalDigest(image, fleetSettings({ instanceType: 't3.large' })),
    rehearsalDigest(image, fleetSettings({ strategy: { ...strategy, minHealthyTime: seconds(1) } })),
    rehearsalDigest(
      image,
      fleetSettings({
        tests: [
          { name: 'smoke', at: ['after'], action: { kind: 'command', run: 'true' }, timeout: minutes(1) },
        ],
      }),
    ),
  ];
  expect(new Set([digest, ...other]).size).toBe(5);
});

test('is the same whoever rehearses, and whoever is told of it', () => {
  const changed = fleetSettings({
    requireRehearsal: true,
    ssh: { user: 'admin', privateKey: '~/.ssh/ci', port: 22 },
    notifications: [{ kind: 'slack', urlFrom: 'SLACK_URL', events: ['rollout-ended'] }],
  });
  expect(rehearsalDigest(image, changed)).toBe(digest);
});
