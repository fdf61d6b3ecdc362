import type { EnvironmentSettings, Release } from '../model/release.ts';
import type { StateStore } from '../ports/state-store.ts';
import { otherSettings } from './digest.ts';
import type { Unchanged } from './outcome.ts';
import { rewriteRelease } from './records.ts';

/** Names of the settings that a live release would take over; undefined where there is nothing new. */
export function adoptable(
  live: Release | undefined,
  settings: EnvironmentSettings,
): readonly string[] | undefined {
  const names = live === undefined ? [] : otherSettings(live.settings, settings);
  return names.length === 0 ? undefined : names;
}

/**
 * Nothing of what is live has to be replaced, but the config may say anew how it is to be looked after. The record of
 * the live release takes that over: heal, restore and rollback go by the record, not by the config.
 *
 * `done`: names of settings that the cloud was just brought in line with.
 */
export async function adoptSettings(
  state: StateStore,
  live: Release,
  settings: EnvironmentSettings,
  { url, done = [] }: { readonly url: string; readonly done?: readonly string[] },
): Promise<Unchanged> {
  const others = otherSettings(live.settings, settings);
  const release = others.length === 0 ? live : { ...live, settings };
  if (release !== live) await rewriteRelease(state, release);
  const names = [...new Set([...others, ...done])];
  return { kind: 'unchanged', release, url, ...(names.length === 0 ? {} : { settings: names }) };
}
