import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { releaseId } from '@imago/engine';
import { fleetNames } from '../../src/aws/fleet-cloud-names.ts';

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,39}$/);

describe('names of an environment’s things', () => {
  test('are plain where they fit', () => {
    const names = fleetNames({ project: 'shop', environment: 'production' });
    expect(names.loadBalancer).toBe('shop-production');
    expect(names.targetGroup('r12')).toBe('shop-production-r12');
  });

  test('are told apart where dashes would make them equal', () => {
    const one = fleetNames({ project: 'shop-a', environment: 'b' });
    const other = fleetNames({ project: 'shop', environment: 'a-b' });
    expect(one.loadBalancer).not.toBe(other.loadBalancer);
  });

  test('are never longer than ELB allows, never end in a dash, and can be read back', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 1, max: 999_999 }), (project, environment, number) => {
        const names = fleetNames({ project, environment });
        const release = releaseId(number);
        for (const name of [names.loadBalancer, names.targetGroup(release)]) {
          expect(name).toMatch(/^[a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/);
        }
        expect(names.releaseOf(names.targetGroup(release))).toBe(release);
      }),
    );
  });
});
