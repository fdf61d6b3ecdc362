import { ImagoError } from '../errors/imago-error.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { EnvironmentSettings, ImageRef, Release } from '../model/release.ts';
import type { StateStore } from '../ports/state-store.ts';
import { lackOfEvidence } from './evidence.ts';
import { readShelf } from './records.ts';
import { rehearsalDigest } from './rehearsal-digest.ts';

/** What is to be deployed, and what it would replace. */
export interface Move {
  /** Undefined where it is not baked yet, and so was never rehearsed. */
  readonly image: ImageRef | undefined;
  readonly settings: EnvironmentSettings;
  readonly live: Release | undefined;
}

/** Why a deploy refuses what was not rehearsed, and what to do; undefined where it does not. */
async function whyNotRehearsed(
  { project, environment }: EnvironmentRef,
  { image, settings, live }: Move,
  state: StateStore,
): Promise<{ readonly message: string; readonly fix: string } | undefined> {
  if (!settings.requireRehearsal) return undefined;
  const { records } = await readShelf(state, project);
  const lack = lackOfEvidence(records, {
    environment,
    digest: image === undefined ? '' : rehearsalDigest(image, settings),
    ...(live === undefined ? {} : { live: { release: live.id, digest: live.digest } }),
  });
  if (lack === undefined) return undefined;
  const way = live === undefined ? '--create' : '--upgrade';
  return {
    message: `${environment} takes only what was rehearsed (requireRehearsal), and ${lack}`,
    fix: `run \`imago rehearse ${environment} ${way}\` first`,
  };
}

/** Refuses what was not rehearsed, where the settings ask for it. */
export async function requireRehearsed(ref: EnvironmentRef, move: Move, state: StateStore): Promise<void> {
  const why = await whyNotRehearsed(ref, move, state);
  if (why !== undefined) throw new ImagoError({ code: 'not-rehearsed', source: 'user', ...why });
}

/** The same in one sentence, for a plan. */
export async function planRehearsed(
  ref: EnvironmentRef,
  move: Move,
  state: StateStore,
): Promise<string | undefined> {
  const why = await whyNotRehearsed(ref, move, state);
  return why === undefined ? undefined : `${why.message}: ${why.fix}`;
}
