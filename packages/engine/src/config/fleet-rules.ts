import type { GateSettings, HookSettings } from '../model/check.ts';
import type { FleetSettings, StrategySettings } from '../model/fleet.ts';
import { askingInstances, checkTests } from './test-rules.ts';
import type { Known, Verdict } from './together.ts';

/** As much of a fleet as its rules look at, and is right by itself. */
type Checked = Known<
  Pick<FleetSettings, 'strategy' | 'gates' | 'hooks' | 'tests' | 'probe'> & {
    readonly cloud: 'aws' | 'local';
    readonly network: Partial<Pick<FleetSettings, 'vpc' | 'subnets' | 'probeFrom'>>;
    readonly ssh?: object | undefined;
  }
>;
type Gate = Known<GateSettings>;
type Hook = Known<HookSettings>;
type Strategy = Known<StrategySettings>;
type Path = readonly PropertyKey[];

/** What no field can know by itself: gates and hooks against the strategy, the probe, ssh and one another. */
export function checkTogether(fleet: Checked, verdict: Verdict): void {
  const { strategy, hooks = [], network = {} } = fleet;
  const { refuse, wrong } = verdict;
  const own = (fleet.gates ?? []).map((gate, index) => ({ gate, path: ['gates', index] as Path }));
  const gates = [...own, ...gatesInSteps(strategy)];
  const names = new Set<string>();
  for (const { gate, path } of gates) {
    if (gate?.name === undefined) continue;
    if (names.has(gate.name)) refuse([...path, 'name'], 'give it a name that no other gate has');
    names.add(gate.name);
    checkGate(gate, path, fleet, verdict);
  }
  const gate = gates.find((one) => one.gate?.kind !== 'command' && asksInstances(one.gate))?.gate;
  const test = askingInstances(fleet.tests ?? []);
  const asking = gate === undefined ? test && `test ${test}` : `gate ${gate.name}`;
  if (asking !== undefined && fleet.cloud === 'aws' && network.probeFrom === undefined && !wrong('network')) {
    const message = `write where imago runs, such as ['10.0.0.0/8']: ${asking} asks the instances, which let in the load balancer alone; or [] where you open them yourself`;
    refuse(['network', 'probeFrom'], message);
  }
  for (const { gate, path } of own) {
    if (gate?.at === 'step' && hasSteps(strategy) === false)
      refuse([...path, 'at'], `write another point: ${described(strategy)}, so it would never be asked`);
  }
  const hookNames = new Set<string>();
  for (const [index, hook] of hooks.entries()) {
    if (hook?.name !== undefined && hookNames.has(hook.name))
      refuse(['hooks', index, 'name'], 'give it a name that no other hook has');
    if (hook?.name !== undefined) hookNames.add(hook.name);
    if (hook !== undefined) checkHook(hook, ['hooks', index], fleet, verdict);
  }
  for (const [index, test] of (fleet.tests ?? []).entries()) {
    if (test?.name === undefined) continue;
    if (hookNames.has(test.name) || names.has(test.name))
      refuse(['tests', index, 'name'], 'give it a name that no gate, hook or other test has');
    hookNames.add(test.name);
  }
  checkTests(fleet.tests ?? [], 'fleet', verdict);
  if (network.vpc !== undefined && network.subnets !== undefined && network.subnets.length < 2)
    refuse(['network', 'subnets'], 'name at least two subnets of that VPC, in two zones');
}

function checkGate(
  gate: Gate,
  path: Path,
  { probe, strategy, ssh }: Checked,
  { refuse, wrong }: Verdict,
): void {
  if (gate.kind === 'compare' && probe === 'off')
    refuse(path, "remove it, or probe: 'off': it compares the answers to our own requests");
  if (gate.kind === 'compare' && strategy?.kind === 'rolling')
    refuse(path, 'remove it, or write blueGreen() or canary(): rolling() has no second side');
  if (isRefreshed(strategy) && gate.at === 'before-shift' && asksInstances(gate))
    refuse(
      [...path, 'at'],
      "write 'end' or 'always': before an instance refresh starts there is no new instance to ask",
    );
  if (gate.kind === 'command' && gate.on === 'instances' && ssh === undefined && !wrong('ssh'))
    refuse([...path, 'on'], "write ssh: { user, privateKey } on the fleet, or 'here'");
}

function checkHook(hook: Hook, path: Path, { strategy, ssh }: Checked, { refuse, wrong }: Verdict): void {
  if (hook.action?.kind === 'instances' && ssh === undefined && !wrong('ssh'))
    refuse([...path, 'onInstances'], 'write ssh: { user, privateKey } on the fleet');
  if (hook.at?.endsWith('-member') === true)
    refuse([...path, 'at'], "write another point, such as 'after-scale-up': only a cluster has members");
  if (hook.at?.endsWith('test-traffic') === true && strategy?.kind === 'rolling')
    refuse([...path, 'at'], "write 'before-shift': rolling() has no test traffic");
}

function gatesInSteps(
  strategy: Strategy | undefined,
): readonly { readonly gate: Gate | undefined; readonly path: Path }[] {
  if (strategy?.kind !== 'canary') return [];
  return (strategy.steps ?? []).flatMap((step, index) =>
    step?.kind === 'gate' ? [{ gate: step.gate, path: ['strategy', 'steps', index] }] : [],
  );
}

/** Undefined where that is not known, as the strategy is wrong itself. */
function hasSteps(strategy: Strategy | undefined): boolean | undefined {
  switch (strategy?.kind) {
    case 'blue-green':
      return false;
    case 'canary':
      return strategy.steps?.some((step) => step === undefined || step.kind === 'set-weight');
    case 'rolling':
      return isRefreshed(strategy) ? false : strategy.checkpoints && strategy.checkpoints.length > 0;
    case undefined:
      return undefined;
  }
}

const isRefreshed = (strategy: Strategy | undefined): boolean =>
  strategy?.kind === 'rolling' && strategy.engine === 'instance-refresh';

/** Whether it is each new instance that has to answer. */
function asksInstances(gate: Gate | undefined): boolean {
  if (gate?.kind === 'command') return gate.on === 'instances';
  return (gate?.kind === 'http' || gate?.kind === 'tcp') && gate.from === 'instances';
}

function described(strategy: Strategy | undefined): string {
  if (strategy?.kind === 'blue-green') return 'blueGreen() has no steps';
  if (strategy?.kind === 'canary') return 'the canary has no setWeight()';
  return isRefreshed(strategy)
    ? 'Auto Scaling does not tell of its checkpoints'
    : 'the rolling has no checkpoints';
}
