import { ImagoError } from '../errors/imago-error.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import { releaseId, releaseNumber } from '../model/release.ts';
import type { Release, ReleaseId } from '../model/release.ts';
import type { RolloutRecord } from '../model/rollout.ts';
import type { StateStore } from '../ports/state-store.ts';
import { overtaken } from './overtaken.ts';
import { numberOfKey, releaseOfKey, stateKeys } from './keys.ts';

/** A release's record; undefined where there is none. */
export async function readRelease(
  state: StateStore,
  ref: EnvironmentRef,
  id: ReleaseId | undefined,
): Promise<Release | undefined> {
  if (id === undefined) return undefined;
  const key = stateKeys.release(ref, id);
  const document = await state.read(key);
  if (document === undefined) return undefined;
  const release = parseRecord<Release>(key, document.text);
  return { ...release, settings: { ...untested, ...release.settings } };
}

/** Releases from before there were tests do not say that they have none. */
const untested: Pick<Release['settings'], 'tests'> = { tests: [] };

/** Every release, oldest first. */
export async function readReleases(state: StateStore, ref: EnvironmentRef): Promise<readonly Release[]> {
  const ids = await listReleases(state, ref);
  const releases = await Promise.all(ids.map((id) => readRelease(state, ref, id)));
  return releases.filter((release) => release !== undefined);
}

/** The numbers of all releases, oldest first. */
export async function listReleases(state: StateStore, ref: EnvironmentRef): Promise<readonly ReleaseId[]> {
  const keys = await state.list(stateKeys.releases(ref));
  return keys.map(releaseOfKey).filter((id) => id !== undefined);
}

/** Writes a release under the number after `last`; a number is never given twice. */
export async function createRelease(
  state: StateStore,
  release: Omit<Release, 'id'>,
  last: ReleaseId | undefined,
): Promise<Release> {
  const id = releaseId((last === undefined ? 0 : releaseNumber(last)) + 1);
  const numbered: Release = { id, ...release };
  const written = await state.write(stateKeys.release(release, id), toText(numbered), 'absent');
  if (written === 'conflict') throw overtaken(id);
  return numbered;
}

/** Writes the record of a release anew; whoever holds the lock may. */
export async function rewriteRelease(state: StateStore, release: Release): Promise<void> {
  const key = stateKeys.release(release, release.id);
  const document = await state.read(key);
  const expected = document === undefined ? 'absent' : { version: document.version };
  if ((await state.write(key, toText(release), expected)) === 'conflict') throw overtaken(release.id);
}

/** Numbers of all rollouts, oldest first. */
export async function listRollouts(state: StateStore, ref: EnvironmentRef): Promise<readonly number[]> {
  const keys = await state.list(stateKeys.rollouts(ref));
  return keys.map(numberOfKey).filter((number) => number !== undefined);
}

/** A rollout's journal with the version that the next write must name. */
export async function readRollout(
  state: StateStore,
  ref: EnvironmentRef,
  number: number | undefined,
): Promise<{ readonly record: RolloutRecord; readonly version: string } | undefined> {
  if (number === undefined) return undefined;
  const key = stateKeys.rollout(ref, number);
  const document = await state.read(key);
  if (document === undefined) return undefined;
  return { record: parseRecord<RolloutRecord>(key, document.text), version: document.version };
}

/** Every rollout, oldest first. */
export async function readRollouts(
  state: StateStore,
  ref: EnvironmentRef,
): Promise<readonly RolloutRecord[]> {
  const numbers = await listRollouts(state, ref);
  const found = await Promise.all(numbers.map((number) => readRollout(state, ref, number)));
  return found.flatMap((rollout) => (rollout === undefined ? [] : [rollout.record]));
}

/** Records are read by people too. */
export const toText = (record: unknown): string => `${JSON.stringify(record, undefined, 2)}\n`;

/** Reads what we wrote; only a hand-edited record can fail. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows what it keeps there
export function parseRecord<T>(key: string, text: string): T {
  try {
    // only this package writes there
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new ImagoError({
      code: 'state-broken',
      source: 'user',
      message: `the record ${key} is not valid JSON`,
      fix: 'restore the object from its earlier version in S3',
      cause,
    });
  }
}
