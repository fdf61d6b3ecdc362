import type { Tags } from './ec2.ts';

/** What a metric is known by: its names, and its dimensions in order of their names. */
export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
}

/** A metric summed up over periods. */
export interface MetricStatRecord {
  readonly metric: MetricId;
  /** `Average`, `Sum`, …, or a percentile such as `p99`. */
  readonly statistic: string;
  /** Seconds. */
  readonly period: number;
  /** Only data that were put with this unit; all of them where nothing is said. */
  readonly unit?: string | undefined;
}

/** One line of a metric query: a metric, or an expression over the others. */
export interface MetricQueryRecord {
  readonly id: string;
  readonly label?: string | undefined;
  readonly returnData: boolean;
  readonly source:
    | { readonly kind: 'metric'; readonly stat: MetricStatRecord }
    | { readonly kind: 'expression'; readonly expression: string; readonly period?: number | undefined };
}

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export type AlarmComparison =
  | 'GreaterThanOrEqualToThreshold'
  | 'GreaterThanThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold';

export type MissingData = 'breaching' | 'notBreaching' | 'ignore' | 'missing';

export interface AlarmRecord {
  /** The alarm's name is its key. */
  readonly id: string;
  readonly arn: string;
  readonly description?: string | undefined;
  /** What it looks at: one metric, or a query of which one line gives the data. */
  readonly watched:
    | { readonly kind: 'metric'; readonly stat: MetricStatRecord }
    | { readonly kind: 'query'; readonly queries: readonly MetricQueryRecord[] };
  readonly evaluationPeriods: number;
  /** As given; all the evaluation periods where it was not. */
  readonly datapointsToAlarm?: number | undefined;
  readonly threshold: number;
  readonly comparison: AlarmComparison;
  /** As given; `missing` where it was not. */
  readonly treatMissingData?: MissingData | undefined;
  readonly actionsEnabled: boolean;
  /** ARNs of what is done on the way into each state. */
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>;
  readonly state: AlarmState;
  readonly stateReason: string;
  /** JSON. */
  readonly stateReasonData?: string | undefined;
  /** When the state was told last, changed or not. */
  readonly stateUpdatedAt: Date;
  readonly stateTransitionedAt: Date;
  /** The transition whose actions have not run yet: a killed daemon makes up for them. */
  readonly actionsDue?: boolean | undefined;
  /** Set by hand: it is not evaluated before. */
  readonly heldUntil?: Date | undefined;
  readonly configuredAt: Date;
  readonly tags: Tags;
}

export interface AlarmHistoryRecord {
  readonly id: string;
  readonly alarmName: string;
  readonly at: Date;
  readonly type: 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
  readonly summary: string;
  /** JSON. */
  readonly data: string;
}
