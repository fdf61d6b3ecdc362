import type { Order } from '../model/rollout.ts';
import { carryOn } from './carry-on.ts';
import type { OrderOutcome } from './outcome.ts';
import { checkOverridesOf, overridesOf } from './overrides.ts';
import type { RolloutPorts } from './ports.ts';
import type { PromoteRequest, ResumeRequest } from './requests.ts';

/** Goes on with a rollout where it was left, from any machine. */
export function resumeRollout(
  request: ResumeRequest,
  ports: RolloutPorts,
  signal: AbortSignal,
): Promise<OrderOutcome> {
  return goOn('resume', request, { kind: 'resume' }, ports, signal);
}

/** Goes on past a pause, an approval or a failure that waits; with `full` past every step that is left. */
export function promoteRollout(
  request: PromoteRequest,
  ports: RolloutPorts,
  signal: AbortSignal,
): Promise<OrderOutcome> {
  return goOn('promote', request, { kind: 'promote', full: request.full ?? false }, ports, signal);
}

function goOn(
  command: 'resume' | 'promote',
  request: ResumeRequest,
  what: { readonly kind: 'resume' } | { readonly kind: 'promote'; readonly full: boolean },
  ports: RolloutPorts,
  signal: AbortSignal,
): Promise<OrderOutcome> {
  const { user, host } = ports.identity.self;
  const by = `${user}@${host}`;
  const now = ports.clock.now();
  const { overrides = [] } = request;
  // The overrides come first: what goes on must find its gate open.
  const order: Order = { ...what, by, at: now.toISOString() };
  const orders = [...overridesOf(overrides, by, now), order];
  const check = (record: Parameters<typeof checkOverridesOf>[1]): Promise<void> =>
    checkOverridesOf(overrides, record, request, ports);
  return carryOn(request, { command, orders, check, toTheEnd: false }, ports, signal);
}
