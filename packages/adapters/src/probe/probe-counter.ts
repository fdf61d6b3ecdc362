import type { ProbeSample, ProbeTotals } from '@imago/engine';

/** Upper bounds of the latency buckets grow by a tenth: memory stays flat, and percentiles are right within that. */
const growth = 1.1;

/** Counts samples; however many there are, it keeps the same size. */
export class ProbeCounter {
  #requests = 0;
  #failures = 0;
  #lastFailure: string | undefined;
  readonly #buckets = new Map<number, number>();

  add({ ok, status, error, latencyMs }: ProbeSample): void {
    this.#requests += 1;
    const bucket = Math.max(0, Math.ceil(Math.log(Math.max(latencyMs, 0.1) / 0.1) / Math.log(growth)));
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + 1);
    if (ok) return;
    this.#failures += 1;
    this.#lastFailure = error ?? `status ${status ?? 'unknown'}`;
  }

  totals(): ProbeTotals {
    return {
      requests: this.#requests,
      failures: this.#failures,
      p50Ms: this.#percentile(0.5),
      p99Ms: this.#percentile(0.99),
      ...(this.#lastFailure === undefined ? {} : { lastFailure: this.#lastFailure }),
    };
  }

  #percentile(share: number): number {
    let left = Math.ceil(this.#requests * share);
    for (const bucket of [...this.#buckets.keys()].sort((a, b) => a - b)) {
      left -= this.#buckets.get(bucket) ?? 0;
      if (left <= 0) return Math.round(0.1 * growth ** bucket * 10) / 10;
    }
    return 0;
  }
}
