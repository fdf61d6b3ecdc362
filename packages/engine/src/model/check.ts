import type { Duration } from './duration.ts';

/**
 * When a gate is asked. `before-shift`: before the new release, or the next instances of a rolling one, gets users'
 * requests. `step`: after every step of a canary and at every checkpoint of a rolling one. `end`: before the rollout
 * counts. `always`: from the first instance to the end; the first failure turns the rollout back.
 */
export type GatePoint = 'before-shift' | 'step' | 'end' | 'always';

/** How often something is asked until it has passed or failed. */
export interface Sampling {
  /** Between two samples. */
  readonly interval: Duration;
  /** Successes in a row with which it passes. */
  readonly count: number;
  /** Failures that are forgiven; one more fails the gate. */
  readonly failureLimit: number;
  /** Of one sample. */
  readonly timeout: Duration;
}

/** What every gate has. */
interface GateBase {
  /** As `--override-gate` names it; unique in its fleet. */
  readonly name: string;
  readonly at: GatePoint;
}

/** Where a probe comes from: here, through the load balancer; or straight to each new instance. */
export type ProbeFrom = 'outside' | 'instances';

/** Requests over HTTP. */
export interface HttpGate extends GateBase {
  readonly kind: 'http';
  readonly from: ProbeFrom;
  readonly path: string;
  /** Default: the listener's, or the service's on the instances. */
  readonly port?: number;
  /** Status codes that count as success: `200`, `200-299`. */
  readonly matcher: string;
  /** Text that the body must hold. */
  readonly contains?: string;
  readonly sampling: Sampling;
}

/** Connections over TCP. */
export interface TcpGate extends GateBase {
  readonly kind: 'tcp';
  readonly from: ProbeFrom;
  readonly port: number;
  readonly sampling: Sampling;
}

/** A command that ends with status 0: with the shell of this machine, or over ssh on each new instance. */
export interface CommandGate extends GateBase {
  readonly kind: 'command';
  readonly on: 'here' | 'instances';
  readonly run: string;
  readonly sampling: Sampling;
}

/** CloudWatch alarms, none of which may be in ALARM. */
export interface AlarmsGate extends GateBase {
  readonly kind: 'alarms';
  readonly names: readonly string[];
  readonly sampling: Sampling;
}

/** A CloudWatch metric, as GetMetricData takes it. */
export interface MetricQuery {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Average`, `Sum`, `p99`, … */
  readonly statistic: string;
  readonly period: Duration;
}

/** What a measured number must be. */
export interface Condition {
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** A number, from a metric or as the last line that a script prints, measured again and again. */
export interface AnalysisGate extends GateBase {
  readonly kind: 'analysis';
  readonly measure:
    | { readonly kind: 'script'; readonly run: string }
    | { readonly kind: 'metric'; readonly query: MetricQuery };
  readonly success: Condition;
  readonly sampling: Sampling;
}

/** The new release against the one before, by requests that Imago itself sends to both through the load balancer. */
export interface CompareGate extends GateBase {
  readonly kind: 'compare';
  /** By how much the error rate may be higher, 0 to 1. */
  readonly maxErrorRateIncrease: number;
  /** How many times as long the new release's 99th percentile may be. */
  readonly maxLatencyRatio: number;
  /** Requests to each side before it is judged. */
  readonly minRequests: number;
}

/** A person who says `imago promote`. */
export interface ApprovalGate extends GateBase {
  readonly kind: 'approval';
}

/** What must hold before a rollout goes on; plain data, kept in each release. */
export type GateSettings =
  | HttpGate
  | TcpGate
  | CommandGate
  | AlarmsGate
  | AnalysisGate
  | CompareGate
  | ApprovalGate;

/**
 * Where a hook runs. In a rolling rollout there is no test traffic, and the shift is the first and the last instance.
 * `before-member` and `after-member` are a cluster's: before each member is stopped, and when it is healthy again.
 */
export type HookPoint = (typeof hookPoints)[number];

/** The points of a fleet's rollout, as they come. */
export const fleetHookPoints = [
  'before-scale-up',
  'after-scale-up',
  'before-test-traffic',
  'after-test-traffic',
  'before-shift',
  'after-shift',
  'before-retire',
  'after-retire',
] as const;

/** The points of all rollouts. */
export const hookPoints: readonly [...typeof fleetHookPoints, 'before-member', 'after-member'] = [
  ...fleetHookPoints,
  'before-member',
  'after-member',
];

/** Something of the user's own that is done at a point of a rollout. */
export interface HookSettings {
  readonly kind: 'hook';
  readonly name: string;
  readonly at: HookPoint;
  readonly action:
    | { readonly kind: 'command'; readonly run: string }
    | {
        readonly kind: 'http';
        readonly url: string;
        readonly method: string;
        readonly headers: Readonly<Record<string, string>>;
        readonly body?: string;
      }
    /** Over ssh on each new instance. */
    | { readonly kind: 'instances'; readonly run: string };
  readonly timeout: Duration;
  /** Nothing turns back once the old side is being retired. */
  readonly onFailure: 'turn-back' | 'ignore';
}

/** When a test runs: where something is upgraded, also before it and while it is under way. */
export type TestMoment = 'before' | 'during' | 'after';

/** A test of the user's: of deploys and of rehearsals. */
export interface TestSettings {
  readonly name: string;
  /** `before` and `during` only where something is upgraded. */
  readonly at: readonly TestMoment[];
  readonly action:
    /** With the environment's addresses as `IMAGO_*` variables. */
    | { readonly kind: 'command'; readonly run: string }
    | { readonly kind: 'http'; readonly url: string; readonly matcher: string; readonly contains?: string }
    /** Files of vitest, run with the project's own. */
    | { readonly kind: 'vitest'; readonly files: readonly string[] };
  readonly timeout: Duration;
}

/** A test at one of its moments. */
export interface TestCheck {
  readonly kind: 'test';
  readonly name: string;
  readonly at: TestMoment;
  readonly test: TestSettings;
}

/** What a rollout asks: a gate, a hook, or a test. */
export type Check = GateSettings | HookSettings | TestCheck;

/** How a check ended. */
export type CheckResult = 'passed' | 'failed' | 'overridden';

/** A check that a strategy waits for. It is begun when it is first asked for and forgotten when it no longer is. */
export interface CheckRequest {
  /** Stage and name, such as `before-shift/smoke`: the same check may be asked at several stages. */
  readonly key: string;
  readonly check: Exclude<Check, ApprovalGate>;
  /** A test that runs during the rollout is to come to its end. */
  readonly stop?: true;
  /** Instances that it is about. */
  readonly instances: readonly { readonly id: string; readonly address?: string }[];
  /** Sides whose sampled requests are compared. */
  readonly canary: `r${number}`;
  readonly baseline?: `r${number}`;
}

/** A check that is asked, and may be asked again: tests are run instead. */
export type SampledCheck = CheckRequest & { readonly check: Exclude<CheckRequest['check'], TestCheck> };

/** How far a check is. */
export interface CheckState {
  readonly state: 'running' | 'passed' | 'failed';
  /** One sentence: the last sample, or why it failed. */
  readonly detail: string;
}

/** A check that has ended, as the journal has it. */
export interface CheckEnd {
  readonly result: CheckResult;
  readonly detail: string;
}
