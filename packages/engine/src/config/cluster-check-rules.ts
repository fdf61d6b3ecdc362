import type { GateSettings, HookPoint } from '../model/check.ts';
import type { ClusterSettings } from '../model/cluster.ts';
import type { Refuse } from './refuse.ts';

/** The moments of a cluster's rollout. */
const hookPoints: readonly HookPoint[] = ['before-scale-up', 'before-member', 'after-member', 'after-shift'];

/** How the command before a stop is named among the checks. */
const beforeStopName = 'before-stop';

/** Gates, hooks and tests of a cluster against its moments, its addresses, ssh and one another. */
export function checkClusterChecks(cluster: ClusterSettings, refuse: Refuse): void {
  const { gates, hooks, tests, health, beforeStop, ssh } = cluster;
  const names = new Set([health.name, beforeStopName]);
  for (const [list, checks] of Object.entries({ gates, hooks, tests })) {
    for (const [index, { name }] of checks.entries()) {
      if (names.has(name))
        refuse([list, index, 'name'], name, 'give it a name that no other gate, hook or test has');
      names.add(name);
    }
  }
  for (const [index, gate] of gates.entries()) checkGate(gate, ['gates', index], cluster, refuse);
  for (const [index, { at, action }] of hooks.entries()) {
    if (!hookPoints.includes(at)) {
      const points = hookPoints.map((point) => `'${point}'`).join(', ');
      refuse(['hooks', index, 'at'], at, `write one of a cluster's: ${points}`);
    }
    if (action.kind !== 'instances') continue;
    if (ssh === undefined)
      refuse(['hooks', index, 'onInstances'], action.run, 'write ssh: { user, privateKey } on the cluster');
    if (at === 'before-scale-up')
      refuse(['hooks', index, 'at'], at, "write 'before-member': before the cluster there is no instance");
  }
  if (beforeStop !== undefined && ssh === undefined)
    refuse(['beforeStop'], beforeStop.run, 'write ssh: { user, privateKey } on the cluster');
}

function checkGate(
  gate: GateSettings,
  path: readonly PropertyKey[],
  { loadBalancer, ssh }: ClusterSettings,
  refuse: Refuse,
): void {
  if (gate.kind === 'compare') {
    refuse(path, gate.kind, 'remove it: a cluster has no second side to compare with');
    return;
  }
  if (gate.at === 'before-shift')
    refuse([...path, 'at'], gate.at, "write 'step', which is after each member, or 'end' or 'always'");
  if (gate.kind === 'command' && gate.on === 'instances' && ssh === undefined)
    refuse([...path, 'on'], gate.on, "write ssh: { user, privateKey } on the cluster, or 'here'");
  if (gate.kind !== 'http' && gate.kind !== 'tcp') return;
  if (loadBalancer !== undefined) return;
  if (gate.from === 'outside')
    refuse([...path, 'from'], gate.from, "write 'instances', or a loadBalancer on the cluster");
  else if (gate.port === undefined)
    refuse([...path, 'port'], gate.port, 'write the port of the members that it asks, such as 2379');
}
