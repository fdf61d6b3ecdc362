/** One request of the prober and how it went. */
export interface ProbeSample {
  readonly at: Date;
  readonly ok: boolean;
  readonly status?: number;
  readonly error?: string;
  readonly latencyMs: number;
  /** Value of the `x-imago-release` header or body marker, where the application sends one. */
  readonly release?: string;
}

export interface ProbeTotals {
  readonly requests: number;
  readonly failures: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly lastFailure?: string;
}

/** Steady requests against an address from outside, counted: the witness of every rollout. */
export interface Prober {
  start(
    url: string,
    options: {
      readonly requestsPerSecond: number;
      /** Such as `{ 'x-imago-release': 'r2' }`, for test traffic. */
      readonly headers?: Readonly<Record<string, string>>;
      readonly onSample?: (sample: ProbeSample) => void;
    },
  ): ProbeRun;
}

export interface ProbeRun {
  totals(): ProbeTotals;
  stop(): Promise<ProbeTotals>;
}
