import { expect, test } from 'vitest';
import { forgettable, leftoversIn } from '../../src/rehearsal/leftovers.ts';
import { rehearsalRecord } from './record.ts';

const { removedAt: _, ...standing } = rehearsalRecord({ state: 'running' });
const now = new Date('2026-01-01T11:00:00.000Z');
const region = 'us-east-1';
const alive = { now, region, dead: new Set<string>() };
const killed = { now, region, dead: new Set([standing.id]) };

test('removes what a process that is gone has left', () => {
  expect(leftoversIn([standing], killed)).toMatchObject([{ record: standing, why: 'its process 7 is gone' }]);
});

test('leaves alone what runs', () => {
  expect(leftoversIn([standing], alive)).toEqual([]);
});

test('removes what has expired, whoever made it and whatever it is', () => {
  const late = { ...alive, now: new Date('2026-01-01T12:00:00.000Z') };
  expect(leftoversIn([standing], late)).toHaveLength(1);
  expect(leftoversIn([{ ...standing, state: 'passed', kept: true }], late)).toHaveLength(1);
});

test('leaves what is kept until it expires, though its process has ended', () => {
  expect(leftoversIn([{ ...standing, state: 'passed', kept: true }], killed)).toEqual([]);
});

test('removes what has ended and was not taken down by its own process', () => {
  expect(leftoversIn([{ ...standing, state: 'failed' }], killed)).toHaveLength(1);
});

test('does not touch what is gone already, nor what is in another region', () => {
  expect(leftoversIn([rehearsalRecord()], killed)).toEqual([]);
  expect(leftoversIn([{ ...standing, region: 'eu-central-1' }], killed)).toEqual([]);
});

test('forgets the oldest of those that are gone, and none that is still there', () => {
  const gone = Array.from({ length: 60 }, (_each, index) =>
    rehearsalRecord({ id: `test-${index}`, startedAt: new Date(index * 1000).toISOString() }),
  );
  const forgotten = forgettable([standing, ...gone]).map(({ id }) => id);
  expect(forgotten.toSorted()).toEqual(
    gone
      .slice(0, 10)
      .map(({ id }) => id)
      .toSorted(),
  );
});
