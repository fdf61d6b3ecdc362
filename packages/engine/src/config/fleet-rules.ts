import type { z } from 'zod';
import type { GateSettings, HookSettings } from '../model/check.ts';
import type { FleetSettings, StrategySettings } from '../model/fleet.ts';

/** Takes what is wrong: where, with which value, and what to write instead. */
type Refuse = (path: readonly PropertyKey[], input: unknown, message: string) => void;

type Checked = Pick<FleetSettings, 'strategy' | 'gates' | 'hooks'> & {
  readonly probe: unknown;
  readonly ssh?: unknown;
  readonly cloud: 'aws' | 'local';
  readonly network: { readonly probeFrom?: unknown };
};

/** What no field can know by itself: gates and hooks against the strategy, the probe, ssh and one another. */
export function checkTogether(fleet: Checked, context: z.core.$RefinementCtx): void {
  const refuse: Refuse = (path, input, message) =>
    context.addIssue({ code: 'custom', path: [...path], input, message });
  const gates = [
    ...fleet.gates.map((gate, index) => ({ gate, path: ['gates', index] })),
    ...gatesInSteps(fleet.strategy),
  ];
  const names = new Set<string>();
  for (const { gate, path } of gates) {
    if (names.has(gate.name)) refuse([...path, 'name'], gate.name, 'give it a name that no other gate has');
    names.add(gate.name);
    checkGate(gate, path, fleet, refuse);
  }
  const asking = gates.find(({ gate }) => gate.kind !== 'command' && asksInstances(gate))?.gate;
  if (asking !== undefined && fleet.cloud === 'aws' && fleet.network.probeFrom === undefined) {
    const message = `write where imago runs, such as ['10.0.0.0/8']: gate ${asking.name} asks the instances, which let in the load balancer alone; or [] where you open them yourself`;
    refuse(['network', 'probeFrom'], undefined, message);
  }
  for (const [index, { gate }] of gates.entries()) {
    if (index < fleet.gates.length && gate.at === 'step' && !hasSteps(fleet.strategy)) {
      const message = `write another point: ${described(fleet.strategy)}, so it would never be asked`;
      refuse(['gates', index, 'at'], gate.at, message);
    }
  }
  const hookNames = new Set<string>();
  for (const [index, hook] of fleet.hooks.entries()) {
    if (hookNames.has(hook.name))
      refuse(['hooks', index, 'name'], hook.name, 'give it a name that no other hook has');
    hookNames.add(hook.name);
    checkHook(hook, ['hooks', index], fleet, refuse);
  }
}

function checkGate(
  gate: GateSettings,
  path: readonly PropertyKey[],
  { probe, strategy, ssh }: Checked,
  refuse: Refuse,
): void {
  if (gate.kind === 'compare' && probe === 'off')
    refuse(path, gate.kind, "remove it, or probe: 'off': it compares the answers to our own requests");
  if (gate.kind === 'compare' && strategy.kind === 'rolling')
    refuse(path, gate.kind, 'remove it, or write blueGreen() or canary(): rolling() has no second side');
  if (isRefreshed(strategy) && gate.at === 'before-shift' && asksInstances(gate))
    refuse(
      [...path, 'at'],
      gate.at,
      "write 'end' or 'always': before an instance refresh starts there is no new instance to ask",
    );
  if (gate.kind === 'command' && gate.on === 'instances' && ssh === undefined)
    refuse([...path, 'on'], gate.on, "write ssh: { user, privateKey } on the fleet, or 'here'");
}

function checkHook(
  hook: HookSettings,
  path: readonly PropertyKey[],
  { strategy, ssh }: Checked,
  refuse: Refuse,
): void {
  if (hook.action.kind === 'instances' && ssh === undefined)
    refuse([...path, 'onInstances'], hook.action.run, 'write ssh: { user, privateKey } on the fleet');
  if (hook.at.endsWith('test-traffic') && strategy.kind === 'rolling')
    refuse([...path, 'at'], hook.at, "write 'before-shift': rolling() has no test traffic");
}

function gatesInSteps(
  strategy: StrategySettings,
): readonly { readonly gate: GateSettings; readonly path: readonly PropertyKey[] }[] {
  if (strategy.kind !== 'canary') return [];
  return strategy.steps.flatMap((step, index) =>
    step.kind === 'gate' ? [{ gate: step.gate, path: ['strategy', 'steps', index] }] : [],
  );
}

function hasSteps(strategy: StrategySettings): boolean {
  switch (strategy.kind) {
    case 'blue-green':
      return false;
    case 'canary':
      return strategy.steps.some(({ kind }) => kind === 'set-weight');
    case 'rolling':
      return strategy.checkpoints.length > 0 && !isRefreshed(strategy);
  }
}

const isRefreshed = (strategy: StrategySettings): boolean =>
  strategy.kind === 'rolling' && strategy.engine === 'instance-refresh';

/** Whether it is each new instance that has to answer. */
function asksInstances(gate: GateSettings): boolean {
  if (gate.kind === 'command') return gate.on === 'instances';
  return (gate.kind === 'http' || gate.kind === 'tcp') && gate.from === 'instances';
}

function described(strategy: StrategySettings): string {
  if (strategy.kind === 'blue-green') return 'blueGreen() has no steps';
  if (strategy.kind === 'canary') return 'the canary has no setWeight()';
  return isRefreshed(strategy)
    ? 'Auto Scaling does not tell of its checkpoints'
    : 'the rolling has no checkpoints';
}
