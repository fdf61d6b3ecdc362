import type { TestSettings } from '../model/check.ts';
import { asksEachAddress } from '../model/probed-ports.ts';
import type { Known, Verdict } from './together.ts';

/** Requests of tests against what they ask: a cluster has no address of its own, and a fleet's instances come and go. */
export function checkTests(
  tests: readonly (Known<TestSettings> | undefined)[],
  kind: 'fleet' | 'cluster',
  { refuse }: Verdict,
): void {
  for (const [index, test] of tests.entries()) {
    if (test?.action?.kind !== 'http' || test.action.url === undefined) continue;
    const { url } = test.action;
    const path = ['tests', index, 'http', 'url'];
    if (kind === 'cluster' && /\$\{?IMAGO_URL\b/.test(url))
      refuse(
        path,
        "write 'http://$IMAGO_ADDRESS:2379/…', which is asked of every member: a cluster has no URL",
      );
    if (kind === 'fleet' && test.at?.includes('during') === true && asksEachAddress(url))
      refuse(path, "write '$IMAGO_URL/…': during a rollout instances are replaced");
  }
}

/** The name of a test that asks the instances of a fleet themselves. */
export const askingInstances = (tests: readonly (Known<TestSettings> | undefined)[]): string | undefined =>
  tests.find(({ action } = {}) => action?.kind === 'http' && asksEachAddress(action.url ?? ''))?.name;
