import { environmentPath } from '../model/environment.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import { releaseId, releaseNumber } from '../model/release.ts';
import type { ReleaseId } from '../model/release.ts';

/** Numbers are padded so that a listing is in order. */
const padded = (number: number): string => String(number).padStart(8, '0');

/** Where an environment's records are kept in the state store. */
export const stateKeys = {
  lock: (ref: EnvironmentRef): string => `${environmentPath(ref)}/lock.json`,
  releases: (ref: EnvironmentRef): string => `${environmentPath(ref)}/releases/`,
  release: (ref: EnvironmentRef, id: ReleaseId): string =>
    `${environmentPath(ref)}/releases/${padded(releaseNumber(id))}.json`,
  rollouts: (ref: EnvironmentRef): string => `${environmentPath(ref)}/rollouts/`,
  rollout: (ref: EnvironmentRef, number: number): string =>
    `${environmentPath(ref)}/rollouts/${padded(number)}.json`,
  orders: (ref: EnvironmentRef, number: number): string =>
    `${environmentPath(ref)}/orders/${padded(number)}.json`,
  rehearsals: (project: string): string => `${project}/rehearsals/`,
  rehearsal: (project: string, id: string): string => `${project}/rehearsals/${id}.json`,
} as const;

/** The number at the end of a key; undefined where there is none. */
export function numberOfKey(key: string): number | undefined {
  const match = /\/(\d+)\.json$/.exec(key);
  return match === null ? undefined : Number(match[1]);
}

/** The release that a key names. */
export function releaseOfKey(key: string): ReleaseId | undefined {
  const number = numberOfKey(key);
  return number === undefined ? undefined : releaseId(number);
}
