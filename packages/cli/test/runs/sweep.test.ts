import { createMemoryStateStore } from '@imago/testkit';
import { describe, expect, test } from 'vitest';
import type { EnvironmentRun } from '../../src/runs/in-environment.ts';
import { tellLeft } from '../../src/runs/sweep.ts';
import { fakeContext } from '../fake-context.ts';

const kept = {
  project: 'shop',
  id: 'test-00000001',
  of: 'production',
  kind: 'create',
  region: 'us-east-1',
  holder: { user: 'ann', host: 'laptop', pid: 7, start: '1' },
  startedAt: '2026-11-21T10:00:00.000Z',
  expiresAt: '2026-11-21T12:00:00.000Z',
  state: 'passed',
  kept: true,
};
const sentence =
  'rehearsal test-00000001 of production (create, begun 2026-11-21T10:00:00.000Z by ann@laptop) passed and is kept until ' +
  '2026-11-21T12:00:00.000Z; `imago rehearse production --remove test-00000001` removes it';

/** As much of a run as is looked at. */
function runWith(records: ReadonlyMap<string, string>): { run: EnvironmentRun; notes: readonly string[] } {
  const notes: string[] = [];
  const run = {
    ref: { project: 'shop', environment: 'production' },
    ports: {
      state: createMemoryStateStore(records),
      identity: { isDead: async () => false },
      clock: { now: () => new Date('2026-11-21T11:00:00Z') },
    },
    connection: { clients: { region: 'us-east-1' } },
    reporter: { note: (text: string) => void notes.push(text) },
  } as unknown as EnvironmentRun;
  return { run, notes };
}

const one = new Map([['shop/rehearsals/test-00000001.json', JSON.stringify(kept)]]);

describe('what there is of rehearsals', () => {
  test('is told to people, a sentence each', async () => {
    const { run, notes } = runWith(one);
    expect(await tellLeft(run, fakeContext().context)).toEqual({});
    expect(notes).toEqual([sentence]);
  });

  test('is part of the one document that --json prints', async () => {
    const { run, notes } = runWith(one);
    expect(await tellLeft(run, fakeContext({ json: true }).context)).toEqual({ rehearsals: [sentence] });
    expect(notes).toEqual([]);
  });

  test('is left out where there is none', async () => {
    const { run } = runWith(new Map());
    expect(await tellLeft(run, fakeContext({ json: true }).context)).toEqual({});
  });
});
