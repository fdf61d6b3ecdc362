/** What goes wrong with calls of an action. Shares are from 0 to 1, times in milliseconds. */
export interface FaultOptions {
  /** Share of the calls that are refused as too many, before anything is done. */
  readonly throttle?: number;
  /** Share of the calls that get a server error: half of them before the work is done, half of them after it. */
  readonly error?: number;
  /** How long an answer is held back; drawn anew for each call. */
  readonly delay?: { readonly fromMs: number; readonly toMs: number };
  /** Reads show the cloud as it was up to this long ago; drawn anew for each call. */
  readonly staleMs?: number;
  /** Share of the launched instances whose machine dies at a moment within `dieWithinMs` of its boot. */
  readonly die?: number;
  readonly dieWithinMs?: number;
  /** Share of the launched instances whose system never comes up. */
  readonly neverBoots?: number;
  /** How long a detached volume stays `detaching`; drawn anew for each. */
  readonly slowDetach?: { readonly fromMs: number; readonly toMs: number };
  /** Share of the detached volumes that stay `detaching` until they are detached by force. */
  readonly stuckDetach?: number;
}

/** The actions that a fault is for. */
export interface FaultScope {
  /** Such as `ec2`; any service when it is left out. */
  readonly service?: string;
  /** Such as `RunInstances`, or `*` for all. */
  readonly action: string;
}

/** A fault that is on. */
export interface Fault extends FaultScope {
  readonly options: FaultOptions;
  /** The same seed gives the n-th call of an action the same fate. */
  readonly seed: number;
}

/** What can be done to a call, a launch or a volume. */
export type FaultKind =
  | 'throttle'
  | 'error'
  | 'delay'
  | 'stale'
  | 'die'
  | 'neverBoots'
  | 'slowDetach'
  | 'stuckDetach';

/** A fault that is on, and what it has done. */
export interface FaultReport extends Fault {
  /** Calls and launches that it was held against. */
  readonly calls: number;
  readonly injected: Readonly<Record<FaultKind, number>>;
}

/** One line for people: `throttle 10%, delay 1s-5s`. */
export function describeFault(options: FaultOptions): string {
  const { throttle, error, delay, staleMs, die, dieWithinMs = DIE_WITHIN_MS, neverBoots } = options;
  const { slowDetach, stuckDetach } = options;
  const parts = [
    throttle === undefined ? [] : `throttle ${percent(throttle)}`,
    error === undefined ? [] : `error ${percent(error)}`,
    delay === undefined ? [] : `delay ${range(delay)}`,
    staleMs === undefined ? [] : `stale ${seconds(staleMs)}`,
    die === undefined ? [] : `die ${percent(die)} within ${seconds(dieWithinMs)}`,
    neverBoots === undefined ? [] : `never boots ${percent(neverBoots)}`,
    slowDetach === undefined ? [] : `slow detach ${range(slowDetach)}`,
    stuckDetach === undefined ? [] : `stuck detach ${percent(stuckDetach)}`,
  ];
  return parts.flat().join(', ');
}

/** `ec2 RunInstances`, or the action alone where any service is meant. */
export function describeScope({ service, action }: FaultScope): string {
  return service === undefined ? action : `${service} ${action}`;
}

/** The time within which a machine that is to die does so, unless told. */
export const DIE_WITHIN_MS = 30_000;

/** The furthest that reads may look back: what changes is kept that long. */
export const MOST_STALE_MS = 60_000;

function range({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): string {
  return fromMs === toMs ? seconds(fromMs) : `${seconds(fromMs)}-${seconds(toMs)}`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(3))}%`;
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000}s`;
}
