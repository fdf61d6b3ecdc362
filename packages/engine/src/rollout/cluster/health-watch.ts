import { milliseconds } from '../../model/duration.ts';
import type { ClusterHealth } from '../../model/cluster-health.ts';
import type { ClusterSettings } from '../../model/cluster.ts';
import type { ObservedCluster } from '../../model/observed-cluster.ts';
import type { RolloutPorts } from '../ports.ts';
import { addressesOf } from './member-addresses.ts';

/** The cluster's own word, asked again and again beside the loop. */
export interface HealthWatch {
  /** Asks these members from now on. */
  follow(observed: ObservedCluster): void;
  /** What it said last. */
  last(): ClusterHealth | undefined;
  stop(): Promise<void>;
}

/** Asks the cluster what its gate says, as often as the gate says. */
export function watchHealth(
  settings: Pick<ClusterSettings, 'health' | 'ssh'>,
  ports: Pick<RolloutPorts, 'clusterHealth' | 'clock'>,
): HealthWatch {
  const stopped = new AbortController();
  const { interval } = settings.health.sampling;
  let members: readonly ReturnType<typeof addressesOf>[number][] = [];
  let word: ClusterHealth | undefined;
  let running: Promise<void> | undefined;
  const ask = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      word = (await askOnce(settings, members, ports, stopped.signal)) ?? word;
      await ports.clock.sleep(interval, stopped.signal);
    }
  };
  return {
    follow(observed) {
      members = addressesOf(observed);
      if (members.length > 0) running ??= ask().catch(() => undefined);
    },
    last: () => word,
    async stop() {
      stopped.abort(new Error('no longer asked'));
      await running;
    },
  };
}

/** Asks once. Undefined where whoever asks failed, or took longer than each member may: then nothing is known. */
export async function askOnce(
  { health, ssh }: Pick<ClusterSettings, 'health' | 'ssh'>,
  members: readonly { readonly name: string; readonly address: string }[],
  { clusterHealth, clock }: Pick<RolloutPorts, 'clusterHealth' | 'clock'>,
  signal: AbortSignal,
): Promise<ClusterHealth | undefined> {
  const { timeout } = health.sampling;
  const ended = new AbortController();
  // AbortSignal.any costs far more than this, and it is asked all the time.
  const end = (): void => ended.abort(signal.reason);
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  const late = clock.sleep(milliseconds(timeout.milliseconds * 2), ended.signal).then(() => undefined);
  const asked = clusterHealth.sample(health, members, ssh, ended.signal).catch(() => undefined);
  try {
    return await Promise.race([asked, late]);
  } finally {
    signal.removeEventListener('abort', end);
    ended.abort(new Error('answered'));
    late.catch(() => undefined);
  }
}
