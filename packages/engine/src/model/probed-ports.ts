import type { FleetSettings } from './fleet.ts';

/** The ports at which instances are asked from where `imago` runs: the service's, and those that gates name. */
export function probedPorts({ loadBalancer, gates, strategy }: FleetSettings): readonly number[] {
  const steps = strategy.kind === 'canary' ? strategy.steps : [];
  const all = [...gates, ...steps.flatMap((step) => (step.kind === 'gate' ? [step.gate] : []))];
  const named = all.flatMap((gate) =>
    (gate.kind === 'http' || gate.kind === 'tcp') && gate.from === 'instances' && gate.port !== undefined
      ? [gate.port]
      : [],
  );
  return [...new Set([loadBalancer.port, ...named])];
}
