import type { GateSettings, HookPoint } from '../model/check.ts';
import type { CheckedCluster } from './cluster-rules.ts';
import { checkTests } from './test-rules.ts';
import type { Known, Verdict } from './together.ts';

/** The moments of a cluster's rollout. */
const hookPoints: readonly HookPoint[] = ['before-scale-up', 'before-member', 'after-member', 'after-shift'];

/** How the command before a stop is named among the checks. */
const beforeStopName = 'before-stop';

/** Gates, hooks and tests of a cluster against its moments, its addresses, ssh and one another. */
export function checkClusterChecks(cluster: CheckedCluster, verdict: Verdict): void {
  const { gates = [], hooks = [], tests = [], health, beforeStop, ssh } = cluster;
  const { refuse, wrong } = verdict;
  const names = new Set([health?.name, beforeStopName]);
  for (const [list, checks] of Object.entries({ gates, hooks, tests })) {
    for (const [index, check] of checks.entries()) {
      if (check?.name === undefined) continue;
      if (names.has(check.name))
        refuse([list, index, 'name'], 'give it a name that no other gate, hook or test has');
      names.add(check.name);
    }
  }
  checkTests(tests, 'cluster', verdict);
  for (const [index, gate] of gates.entries()) {
    if (gate !== undefined) checkGate(gate, ['gates', index], cluster, verdict);
  }
  const unreachable = ssh === undefined && !wrong('ssh');
  for (const [index, hook] of hooks.entries()) {
    if (hook?.at !== undefined && !hookPoints.includes(hook.at)) {
      const points = hookPoints.map((point) => `'${point}'`).join(', ');
      refuse(['hooks', index, 'at'], `write one of a cluster's: ${points}`);
    }
    if (hook?.action?.kind !== 'instances') continue;
    if (unreachable)
      refuse(['hooks', index, 'onInstances'], 'write ssh: { user, privateKey } on the cluster');
    if (hook.at === 'before-scale-up')
      refuse(['hooks', index, 'at'], "write 'before-member': before the cluster there is no instance");
  }
  if (beforeStop !== undefined && unreachable)
    refuse(['beforeStop'], 'write ssh: { user, privateKey } on the cluster');
}

function checkGate(
  gate: Known<GateSettings>,
  path: readonly PropertyKey[],
  { loadBalancer, ssh }: CheckedCluster,
  { refuse, wrong }: Verdict,
): void {
  if (gate.kind === 'compare') {
    refuse(path, 'remove it: a cluster has no second side to compare with');
    return;
  }
  if (gate.at === 'before-shift')
    refuse([...path, 'at'], "write 'step', which is after each member, or 'end' or 'always'");
  if (gate.kind === 'command' && gate.on === 'instances' && ssh === undefined && !wrong('ssh'))
    refuse([...path, 'on'], "write ssh: { user, privateKey } on the cluster, or 'here'");
  if (gate.kind !== 'http' && gate.kind !== 'tcp') return;
  if (loadBalancer !== undefined || wrong('loadBalancer')) return;
  if (gate.from === 'outside')
    refuse([...path, 'from'], "write 'instances', or a loadBalancer on the cluster");
  else if (gate.port === undefined && !wrong(...path, 'port'))
    refuse([...path, 'port'], 'write the port of the members that it asks, such as 2379');
}
