import type { Release, StatusReport } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { describe, expect, test } from 'vitest';
import { statusText } from '../../src/render/status-text.ts';
import { instance, observed, side } from './fleet.ts';

const release: Release = {
  id: 'r2',
  project: 'shop',
  environment: 'production',
  image: { id: 'ami-2' },
  settings: fleetSettings(),
  digest: 'd',
  codeTag: 'v1.2.3',
  by: 'me@here',
  createdAt: '2026-11-21T10:00:00Z',
};
const capacity = { min: 2, desired: 3, max: 6 };
const unhealthy = instance('i-3', { health: 'unhealthy', description: 'Health checks failed' });

describe('status', () => {
  test('of an empty environment', () => {
    expect(statusText({ sides: [], observed: observed() })).toBe('nothing is live');
  });

  test('shows sides with their releases, and their instances below them', () => {
    const report: StatusReport = {
      live: 'r2',
      url: 'http://10.0.0.1/',
      sides: [
        {
          release: undefined,
          id: 'r1',
          weight: 0,
          healthy: 1,
          capacity,
          retireAt: '2026-11-21T10:30:00.000Z',
        },
        { release, id: 'r2', weight: 100, healthy: 1, capacity },
        { release: undefined, id: 'r3', weight: 0, healthy: 0 },
      ],
      observed: observed(side('r1', 0, [instance('i-1')]), side('r2', 100, [instance('i-2'), unhealthy])),
    };
    expect(statusText(report).split('\n')).toEqual([
      'r2 is live at http://10.0.0.1/',
      '  r1      0 %  1/3 healthy  until 2026-11-21T10:30:00.000Z',
      '    i-1  us-east-1a  InService  healthy',
      '  r2    100 %  1/3 healthy  ami-2  v1.2.3',
      '    i-2  us-east-1a  InService  healthy',
      '    i-3  us-east-1a  InService  unhealthy  Health checks failed',
      '  r3      0 %  no group',
    ]);
  });

  test('names the run that holds the lock', () => {
    const lockedBy = { user: 'me', host: 'here', pid: 7, command: 'deploy', since: '2026-11-21T10:00:00Z' };
    expect(statusText({ live: 'r1', sides: [], observed: observed(), lockedBy })).toBe(
      'r1 is live\nme@here runs deploy (pid 7) since 2026-11-21T10:00:00Z',
    );
  });
});
