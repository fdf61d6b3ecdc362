import type { AwsClients } from './clients.ts';

/** How long what was written is trusted before what is read: reads may be seconds behind. */
const trusted = 30_000;

const written = new WeakMap<AwsClients, Map<string, Written>>();

interface Written {
  readonly weights: ReadonlyMap<string, number>;
  readonly at: number;
}

/** Keeps in mind which weights were given to a listener through these clients. */
export function rememberWeights(
  aws: AwsClients,
  listenerArn: string,
  weights: ReadonlyMap<string, number>,
): void {
  const ofListeners = written.get(aws) ?? new Map<string, Written>();
  written.set(aws, ofListeners.set(listenerArn, { weights, at: performance.now() }));
}

/** What this process gave the listener a moment ago; undefined where it did not, and a read is the best there is. */
export function recentWeights(aws: AwsClients, listenerArn: string): ReadonlyMap<string, number> | undefined {
  const last = written.get(aws)?.get(listenerArn);
  return last !== undefined && performance.now() - last.at < trusted ? last.weights : undefined;
}
