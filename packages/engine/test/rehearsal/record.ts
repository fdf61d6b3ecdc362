import type { RehearsalRecord } from '@imago/engine';

/** A rehearsal of an upgrade of production that has passed and is gone. */
export const rehearsalRecord = (changes: Partial<RehearsalRecord> = {}): RehearsalRecord => ({
  project: 'shop',
  id: 'test-00000001',
  of: 'production',
  kind: 'upgrade',
  region: 'us-east-1',
  makes: 'fleet',
  image: { id: 'ami-2' },
  digest: 'd2',
  from: { release: 'r1', digest: 'd1' },
  holder: { user: 'ann', host: 'laptop', pid: 7, start: '1' },
  startedAt: '2026-01-01T10:00:00.000Z',
  expiresAt: '2026-01-01T12:00:00.000Z',
  state: 'passed',
  kept: false,
  removedAt: '2026-01-01T10:10:00.000Z',
  ...changes,
});
