import type { FleetSettings } from './fleet.ts';

/** The ports at which instances are asked from where `imago` runs: the service's, and those that gates and tests name. */
export function probedPorts({ loadBalancer, gates, tests, strategy }: FleetSettings): readonly number[] {
  const steps = strategy.kind === 'canary' ? strategy.steps : [];
  const all = [...gates, ...steps.flatMap((step) => (step.kind === 'gate' ? [step.gate] : []))];
  const named = all.flatMap((gate) =>
    (gate.kind === 'http' || gate.kind === 'tcp') && gate.from === 'instances' && gate.port !== undefined
      ? [gate.port]
      : [],
  );
  const tested = tests.flatMap(({ action }) =>
    action.kind === 'http' && asksEachAddress(action.url) ? [portOf(action.url)] : [],
  );
  return [...new Set([loadBalancer.port, ...named, ...tested])];
}

/** Whether a test's request is sent to every machine. */
export const asksEachAddress = (url: string): boolean => /\$\{IMAGO_ADDRESS\}|\$IMAGO_ADDRESS\b/.test(url);

function portOf(url: string): number {
  const written = /^https?:\/\/[^/]*:(\d+)/.exec(url)?.[1];
  return written === undefined ? (url.startsWith('https:') ? 443 : 80) : Number(written);
}
