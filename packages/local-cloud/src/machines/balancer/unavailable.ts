/** Resolution of the share of requests that a listener answers 503 on purpose. */
export const UNAVAILABLE_SCALE = 65_536;

/** The process-wide HAProxy variable that holds a listener's share. */
export function unavailableVariable(port: number): string {
  return `proc.u${port}`;
}

/** A share (0 to 1) as the number that the variable holds. */
export function unavailableValue(share: number): number {
  return Math.round(share * UNAVAILABLE_SCALE);
}
