import type { CheckState, CompareGate } from '../model/check.ts';
import type { SideTraffic } from '../model/traffic.ts';

/** The new side against the old one, by what test requests to each have shown. */
export function judgeCompare(
  gate: CompareGate,
  canary: SideTraffic | undefined,
  baseline: SideTraffic | undefined,
): CheckState {
  const asked = Math.min(canary?.requests ?? 0, baseline?.requests ?? 0);
  if (canary === undefined || baseline === undefined || asked < gate.minRequests) {
    return { state: 'running', detail: `${asked} of ${gate.minRequests} requests to each side` };
  }
  const more = errorRate(canary) - errorRate(baseline);
  if (more > gate.maxErrorRateIncrease) {
    const rates = `${percent(errorRate(canary))} of requests failed, ${percent(errorRate(baseline))} on the side before`;
    return {
      state: 'failed',
      detail: `${rates}, at most ${percent(gate.maxErrorRateIncrease)} more is allowed`,
    };
  }
  const times = `p99 is ${canary.p99Ms.toFixed(1)} ms, ${baseline.p99Ms.toFixed(1)} ms on the side before`;
  if (canary.p99Ms > baseline.p99Ms * gate.maxLatencyRatio) {
    return { state: 'failed', detail: `${times}, at most ${gate.maxLatencyRatio} times as long is allowed` };
  }
  return { state: 'passed', detail: `${times}, ${percent(errorRate(canary))} of requests failed` };
}

const errorRate = ({ requests, failures }: SideTraffic): number => failures / requests;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
