/** What the prober saw since the weights last changed. */
export interface Traffic {
  readonly requests: number;
  readonly failures: number;
  /** Since when requests are sent, without a silence; undefined before the first. */
  readonly since?: Date;
  /** Since when every request succeeded; undefined before the first and after a failure. */
  readonly okSince?: Date;
  readonly lastFailure?: string;
}

/** No request sent yet. */
export const noTraffic: Traffic = { requests: 0, failures: 0 };

/** What test requests to one side saw since they began. */
export interface SideTraffic extends Traffic {
  readonly p50Ms: number;
  readonly p99Ms: number;
}
