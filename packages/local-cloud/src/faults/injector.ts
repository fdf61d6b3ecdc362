import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalCloud } from '../cloud.ts';
import { failed, throttled } from './fault-errors.ts';
import { type Fault, type FaultReport, type FaultScope, MOST_STALE_MS } from './fault.ts';
import { createHistory } from './history.ts';
import { decideDetach, type DetachFate } from './detach-fate.ts';
import { decideLaunch, type LaunchFate } from './launch-fate.ts';
import { createFaultRegistry, type FaultedCall } from './registry.ts';
import { serviceName } from './service-name.ts';

/** A call that the gateway has read and is about to have done. */
export interface Call {
  /** The SDK's id, such as `Elastic Load Balancing v2`. */
  readonly service: string;
  readonly action: string;
  /** Does the work, on the cloud as it is or as it was. */
  readonly perform: (cloud: LocalCloud) => unknown;
}

/** Lets calls and launches go wrong as it is told. */
export interface FaultInjector {
  /** Has a call done, or not; answers or fails as the client is to see it. */
  answer(call: Call): Promise<unknown>;
  /** What becomes of the next machine. */
  launch(): LaunchFate;
  /** What becomes of the next volume that is detached. */
  detach(): DetachFate;
  set(fault: Fault): void;
  clear(scope?: FaultScope): number;
  list(): readonly FaultReport[];
}

/** Services whose reads may be behind, as AWS documents it; what S3 answers is always up to date. */
const EVENTUAL = new Set(['ec2', 'autoscaling', 'elbv2', 'cloudwatch']);
const READS = /^(Describe|List|Get)/;

/** Makes an injector for a cloud; it does nothing until a fault is set. */
export function createFaultInjector(
  cloud: LocalCloud,
  wait: (milliseconds: number) => Promise<unknown> = sleep,
): FaultInjector {
  const registry = createFaultRegistry();
  const history = createHistory(cloud);

  function keepWhatIsNeeded(): void {
    const stale = registry.list().map(({ options }) => options.staleMs ?? 0);
    history.keep(Math.min(MOST_STALE_MS, Math.max(0, ...stale)));
  }

  function worldFor(call: FaultedCall, service: string, action: string): LocalCloud {
    const most = call.option('staleMs');
    if (most === undefined || !EVENTUAL.has(service) || !READS.test(action)) return cloud;
    call.count('stale', 'staleMs');
    return history.asOf(new Date(cloud.now().getTime() - most * call.draw('staleMs')));
  }

  async function outcome(call: FaultedCall, service: string, { action, perform }: Call): Promise<unknown> {
    if (call.draw('throttle') < (call.option('throttle') ?? 0)) {
      call.count('throttle', 'throttle');
      throw throttled(service);
    }
    const fails = call.draw('error') < (call.option('error') ?? 0);
    if (!fails) return await perform(worldFor(call, service, action));
    call.count('error', 'error');
    if (call.draw('error', 'moment') < 0.5) {
      // The work is done, and nobody is told.
      discard(await perform(cloud));
    }
    throw failed(service, call.draw('error', 'kind') < 0.5);
  }

  return {
    async answer(call) {
      const service = serviceName(call.service);
      const met = registry.meet(service, call.action);
      if (!met) return await call.perform(cloud);
      try {
        return await outcome(met, service, call);
      } finally {
        const delay = met.option('delay');
        if (delay) {
          met.count('delay', 'delay');
          await wait(delay.fromMs + (delay.toMs - delay.fromMs) * met.draw('delay'));
        }
      }
    },
    launch: () => decideLaunch(registry.meet('ec2', LAUNCHING_ACTION, 'launch')),
    detach: () => decideDetach(registry.meet('ec2', 'DetachVolume', 'detach')),
    set(fault) {
      registry.set(fault);
      keepWhatIsNeeded();
    },
    clear(scope) {
      const cleared = registry.clear(scope);
      keepWhatIsNeeded();
      return cleared;
    },
    list: () => registry.list(),
  };
}

/** The action whose faults hold for every launch, whoever asked for it. */
const LAUNCHING_ACTION = 'RunInstances';

/** A body that is a stream holds a file open until it is read or destroyed. */
function discard(output: unknown): void {
  for (const member of Object.values(output ?? {})) if (member instanceof Readable) member.destroy();
}
