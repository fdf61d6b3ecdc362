import { ImagoError } from '../errors/imago-error.ts';
import { carryOn } from './carry-on.ts';
import { optional } from './optional.ts';
import type { OrderOutcome } from './outcome.ts';
import type { RolloutPorts } from './ports.ts';
import type { AbortRequest } from './requests.ts';

/** Puts everything back to where the rollout that is under way began, and answers when that is done. */
export function abortRollout(
  request: AbortRequest,
  ports: RolloutPorts,
  signal: AbortSignal,
): Promise<OrderOutcome> {
  const { user, host } = ports.identity.self;
  const at = ports.clock.now().toISOString();
  const { reason } = request;
  const order = { kind: 'abort', by: `${user}@${host}`, at, ...optional({ reason }) } as const;
  return carryOn(
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
}
