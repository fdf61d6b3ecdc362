/** Measures something of the cloud and puts what it finds into `cloud.metrics`. */
export type Gauge = (now: Date) => Promise<void>;
