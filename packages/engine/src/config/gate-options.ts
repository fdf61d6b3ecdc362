import type { GatePoint, MetricQuery, ProbeFrom } from '../model/check.ts';
import type { DurationInput } from '../recipes/duration-field.ts';

/** What every gate has. */
export interface GateOptions {
  /** As `--override-gate` names it; unique in its fleet. Default: its kind, such as `http`. */
  readonly name?: string;
}

/** How often a gate asks until it has passed or failed. */
export interface SamplingOptions {
  /** Between two samples. */
  readonly interval?: DurationInput;
  /** Successes in a row with which it passes. */
  readonly count?: number;
  /** Failures that are forgiven; one more fails the gate. Default 0. */
  readonly failureLimit?: number;
  /** Of one sample. */
  readonly timeout?: DurationInput;
}

/** Options of `httpGate()`. Samples: every 5 s, 3 in a row, 5 s each. */
export interface HttpGateOptions extends GateOptions, SamplingOptions {
  /** Default `before-shift`. */
  readonly at?: GatePoint;
  /** Here, through the load balancer, with the header that names the new side; or each new instance. Default `outside`. */
  readonly from?: ProbeFrom;
  readonly path: string;
  /** Default: the listener's port, or the service's on the instances. */
  readonly port?: number;
  /** Status codes that count as success. Default `200-299`. */
  readonly matcher?: string;
  /** Text that the body must hold. */
  readonly contains?: string;
}

/** Options of `tcpGate()`. Samples: every 5 s, 3 in a row, 5 s each. */
export interface TcpGateOptions extends GateOptions, SamplingOptions {
  /** Default `before-shift`. */
  readonly at?: GatePoint;
  /** Default `instances`. */
  readonly from?: ProbeFrom;
  readonly port: number;
}

/** Options of `commandGate()`. Samples: every 10 s, one, 1 min each. */
export interface CommandGateOptions extends GateOptions, SamplingOptions {
  /** Default `before-shift`. */
  readonly at?: GatePoint;
  /** With the shell of this machine, in the project's folder; or over ssh on each new instance. Default `here`. */
  readonly on?: 'here' | 'instances';
  readonly run: string;
}

/** Options of `alarms()`. Samples: every 10 s, 3 in a row, 10 s each. */
export interface AlarmsOptions extends GateOptions, SamplingOptions {
  /** Default `always`. */
  readonly at?: GatePoint;
  /** Of CloudWatch alarms, none of which may be in ALARM. */
  readonly names: readonly string[];
}

/** A CloudWatch metric as the config writes it. */
export interface MetricOptions extends Omit<MetricQuery, 'dimensions' | 'statistic' | 'period'> {
  /** Default none. */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** `Average`, `Sum`, `Minimum`, `Maximum`, `SampleCount`, or a percentile such as `p99`. Default `Average`. */
  readonly statistic?: string;
  /** Default 1 min. */
  readonly period?: DurationInput;
}

/** Options of `analysis()`: a metric or a script, and what its number must be. Samples: every minute, 3 in a row, 1 min each. */
export interface AnalysisOptions extends GateOptions, SamplingOptions {
  /** Default `end`. */
  readonly at?: GatePoint;
  readonly metric?: MetricOptions;
  /** A command whose last line of output is a number. */
  readonly script?: string;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** Options of `compare()`. */
export interface CompareOptions extends GateOptions {
  /** Default `before-shift`. */
  readonly at?: GatePoint;
  /** By how much the error rate may be higher, 0 to 1. Default 0.01. */
  readonly maxErrorRateIncrease?: number;
  /** How many times as long the new release's 99th percentile may be. Default 2. */
  readonly maxLatencyRatio?: number;
  /** Requests to each side before it is judged. Default 100. */
  readonly minRequests?: number;
}

/** Options of `approval()`. */
export interface ApprovalOptions extends GateOptions {
  /** Default `before-shift`. */
  readonly at?: Exclude<GatePoint, 'always'>;
}

/** A gate as the config writes it. */
export type GateInput =
  | (HttpGateOptions & { readonly kind: 'http' })
  | (TcpGateOptions & { readonly kind: 'tcp' })
  | (CommandGateOptions & { readonly kind: 'command' })
  | (AlarmsOptions & { readonly kind: 'alarms' })
  | (AnalysisOptions & { readonly kind: 'analysis' })
  | (CompareOptions & { readonly kind: 'compare' })
  | (ApprovalOptions & { readonly kind: 'approval' });
