import { type BakeEvent, milliseconds, seconds } from '@imago/engine';
import { describe, expect, test } from 'vitest';
import { bakeLine } from '../../src/render/bake-line.ts';

const recipe = 'web';
const fingerprint = 'ecd874c286d9f00d';

const lines: readonly (readonly [BakeEvent, string | undefined])[] = [
  [{ code: 'bake-started', recipe, fingerprint, provisioners: 2 }, 'web: bake, fingerprint ecd874c286d9'],
  [
    { code: 'bake-reused', recipe, fingerprint, imageId: 'ami-1' },
    'web: unchanged: ami-1 has fingerprint ecd874c286d9, not baked again',
  ],
  [{ code: 'bake-source-found', recipe, imageId: 'ami-1', name: 'debian-12' }, 'web: from ami-1 (debian-12)'],
  [{ code: 'bake-step-started', recipe, step: 'launch' }, undefined],
  [
    { code: 'bake-step-finished', recipe, step: 'launch', duration: seconds(1.2), detail: 'i-1' },
    'web: launch the temporary instance i-1 (1.2s)',
  ],
  [{ code: 'bake-step-finished', recipe, step: 'cleanup', duration: milliseconds(20) }, 'web: clean up'],
  [{ code: 'bake-provisioner-started', recipe, index: 0, title: 'shell a.sh' }, 'web: shell a.sh'],
  [
    { code: 'bake-provisioner-finished', recipe, index: 0, title: 'shell a.sh', duration: seconds(4) },
    'web: shell a.sh done (4s)',
  ],
  [
    { code: 'bake-output', recipe, index: 0, stream: 'stdout', text: 'one\n\ntwo\n' },
    'web:   | one\nweb:   | \nweb:   | two',
  ],
  [{ code: 'bake-notice', recipe, message: 'uses the time' }, 'web: uses the time'],
  [
    { code: 'bake-finished', recipe, fingerprint, imageId: 'ami-2', name: 'web 1', duration: seconds(65) },
    'web: baked ami-2 (web 1) in 1m 5s',
  ],
  [
    { code: 'bake-failed', recipe, errorCode: 'script-failed', message: 'a.sh ended with status 1' },
    'web: failed: a.sh ended with status 1',
  ],
  [
    { code: 'bake-kept', recipe, resources: ['i-1', 'sg-1'], login: 'ssh -i k admin@10.0.0.1' },
    'web: kept for a look: i-1, sg-1\nweb: ssh -i k admin@10.0.0.1',
  ],
  [{ code: 'bake-kept', recipe, resources: ['sg-1'] }, 'web: kept for a look: sg-1'],
  [
    { code: 'bake-cleanup-failed', recipe, resource: 'sg-1', message: 'in use' },
    'web: could not delete sg-1: in use',
  ],
  [
    { code: 'bake-leftover', resource: 'i-9', owner: 'me@here', removed: true },
    'removed i-9, left behind by me@here',
  ],
  [
    { code: 'bake-leftover', resource: 'i-9', owner: 'me@here', removed: false },
    'could not remove i-9, left behind by me@here: unknown reason',
  ],
];

describe('lines of a bake', () => {
  test.each(lines.map(([event, line]) => [event.code, event, line] as const))('%s', (_code, event, line) => {
    expect(bakeLine(event)).toBe(line);
  });
});
