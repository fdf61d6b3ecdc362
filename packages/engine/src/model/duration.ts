/** A length of time. Never a bare number: `seconds(30)`, `minutes(5)`, or `'30s'` where a config takes one. */
export interface Duration {
  readonly milliseconds: number;
}

export const milliseconds = (value: number): Duration => ({ milliseconds: value });
export const seconds = (value: number): Duration => milliseconds(value * 1000);
export const minutes = (value: number): Duration => seconds(value * 60);
export const hours = (value: number): Duration => minutes(value * 60);
export const days = (value: number): Duration => hours(value * 24);

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `'250ms'`, `'90s'`, `'5m'`, `'1h30m'`; undefined where the text is no duration. */
export function parseDuration(text: string): Duration | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    total += Number(amount) * (units[unit ?? ''] ?? 0);
  }
  return milliseconds(total);
}

/** Writes a duration as people say it: `0.3s`, `8.2s`, `5m 10s`, `2h 3m`. */
export function formatDuration({ milliseconds: total }: Duration): string {
  if (total < 60_000) return `${(total / 1000).toFixed(1).replace(/\.0$/, '')}s`;
  const whole = Math.round(total / 1000);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return h > 0 ? `${h}h ${m}m` : `${m}m ${s}s`;
}
