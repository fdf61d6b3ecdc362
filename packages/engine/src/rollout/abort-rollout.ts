import { ImagoError } from '../errors/imago-error.ts';
import { carryOn } from './carry-on.ts';
import { optional } from './optional.ts';
import type { OrderOutcome } from './outcome.ts';
import type { RolloutPorts } from './ports.ts';
import type { AbortRequest } from './requests.ts';

/** Puts everything back to where the rollout that is under way began, and answers when that is done. */
export async function abortRollout(
  request: AbortRequest,
  ports: RolloutPorts,
  signal: AbortSignal,
): Promise<OrderOutcome> {
  const { user, host } = ports.identity.self;
  const at = ports.clock.now().toISOString();
  const { reason } = request;
  const order = { kind: 'abort', by: `${user}@${host}`, at, ...optional({ reason }) } as const;
  const outcome = await carryOn(
    request,
    {
      command: 'abort',
      orders: [order],
      toTheEnd: true,
      async check({ kind, number }) {
        if (kind !== 'destroy') return;
        throw new ImagoError({
          code: 'destroy-under-way',
          source: 'user',
          message: `#${number} is a destroy: what it has removed cannot be put back`,
          fix: `see it through with \`imago resume ${request.environment}\``,
        });
      },
    },
    ports,
    signal,
  );
  if (outcome.kind !== 'deployed') return outcome;
  // The old side was on its way out already: there was nothing to go back to.
  const why = `${outcome.release.id} had replaced ${outcome.previous ?? 'nothing'} already and is live`;
  return {
    kind: 'no-rollout',
    reason: `too late to abort: ${why}; \`imago rollback ${request.environment}\` goes back`,
  };
}
