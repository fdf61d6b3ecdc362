import { quorumOf } from '../model/cluster.ts';
import type { ClusterSettings } from '../model/cluster.ts';
import { checkClusterChecks } from './cluster-check-rules.ts';
import type { Known, Verdict } from './together.ts';

/** As much of a cluster as its rules look at, and is right by itself. */
export type CheckedCluster = Known<
  Pick<
    ClusterSettings,
    'members' | 'volumes' | 'health' | 'gates' | 'hooks' | 'tests' | 'beforeStop' | 'dnsName'
  > & {
    readonly region: string;
    readonly ports: readonly { readonly port: number; readonly protocol: string }[];
    readonly network: Partial<Pick<ClusterSettings, 'vpc' | 'subnets' | 'allowFrom'>>;
    readonly loadBalancer: object;
    readonly ssh: object;
  }
>;

/** What no field of a cluster can know by itself. */
export function checkCluster(cluster: CheckedCluster, verdict: Verdict): void {
  checkMembers(cluster, verdict);
  checkVolumes(cluster, verdict);
  checkNetwork(cluster, verdict);
  checkReach(cluster, verdict);
  checkSpare(cluster, verdict);
  checkClusterChecks(cluster, verdict);
}

function checkMembers({ members = [], region }: CheckedCluster, { refuse }: Verdict): void {
  const list = 'members';
  refuseRepeated(members, (member) => member?.name, refuse, {
    path: (index) => [list, index, 'name'],
    fix: 'give it a name that no other member has',
  });
  refuseRepeated(members, (member) => member?.address, refuse, {
    path: (index) => [list, index, 'address'],
    fix: 'give it an address that no other member has',
  });
  for (const [index, member] of members.entries()) {
    if (member?.zone !== undefined && region !== undefined && !member.zone.startsWith(region))
      refuse([list, index, 'zone'], `write a zone of ${region}, such as '${region}a'`);
  }
}

function checkVolumes({ volumes = [] }: CheckedCluster, { refuse }: Verdict): void {
  const list = 'volumes';
  refuseRepeated(volumes, (volume) => volume?.name, refuse, {
    path: (index) => [list, index, 'name'],
    fix: 'give it a name that no other volume has',
  });
  // EC2 takes `/dev/sdf` and `/dev/xvdf` for the same.
  refuseRepeated(volumes, (volume) => volume?.device?.replace('/dev/sd', '/dev/xvd'), refuse, {
    path: (index) => [list, index, 'device'],
    fix: "write another device, such as '/dev/xvdg': another volume has this one",
  });
  for (const [index, volume] of volumes.entries()) {
    const folder = volume?.mountPoint;
    if (folder === undefined) continue;
    const around = volumes.find(
      (other, at) =>
        other?.mountPoint !== undefined &&
        at !== index &&
        (folder.startsWith(`${other.mountPoint}/`) || (at < index && folder === other.mountPoint)),
    );
    if (around === undefined) continue;
    const whose = around.name === undefined ? 'another volume' : `the volume ${around.name}`;
    refuse([list, index, 'mountPoint'], `write a folder outside ${around.mountPoint}, where ${whose} is`);
  }
}

function checkNetwork({ network = {}, loadBalancer, dnsName }: CheckedCluster, { refuse }: Verdict): void {
  const { vpc, subnets } = network;
  const least = loadBalancer === undefined ? 1 : 2;
  if (vpc !== undefined && subnets !== undefined && subnets.length < least) {
    const fix =
      least === 1 ? 'name a subnet of that VPC' : 'name at least two subnets of that VPC, in two zones';
    refuse(['network', 'subnets'], fix);
  }
  if (dnsName?.name === undefined || dnsName.zone?.includes('.') !== true) return;
  const [zone, name] = [dnsName.zone, dnsName.name].map((text) => text.toLowerCase().replace(/\.$/, ''));
  if (name !== zone && name?.endsWith(`.${zone}`) !== true)
    refuse(['dnsName', 'name'], `write a name in ${zone}, such as 'etcd.${zone}'`);
}

/** A cluster that is never asked could never be upgraded. */
function checkReach({ health, ports, network = {}, ssh }: CheckedCluster, { refuse, wrong }: Verdict): void {
  if (health === undefined) return;
  const field = health.kind === 'member-command' ? 'on' : 'from';
  const asked = 'from' in health ? health.from : 'on' in health ? health.on : undefined;
  if (asked === 'member' && ssh === undefined && !wrong('ssh'))
    refuse(['health', field], "write ssh: { user, privateKey } on the cluster, or 'here'");
  if (asked !== 'here' || !('port' in health)) return;
  const { port } = health;
  if (port === undefined || ports === undefined || wrong('ports')) return;
  if (!ports.some((open) => open?.port === port && open.protocol === 'tcp'))
    refuse(['ports'], `add ${port}, where members are asked, or write from: 'member' there`);
  else if (network.allowFrom?.length === 0)
    refuse(
      ['network', 'allowFrom'],
      `write the block that members are asked from on port ${port}, or from: 'member' on health`,
    );
}

/** One that can never spare a member could not either. */
function checkSpare({ health, members }: CheckedCluster, { refuse, wrong }: Verdict): void {
  if (health?.kind === undefined || members === undefined || wrong('members') || wrong('health')) return;
  const spare = members.length - 1;
  if (spare === 0) return;
  const quorum = 'quorum' in health ? health.quorum : undefined;
  if (typeof quorum === 'number') {
    if (quorum > spare)
      refuse(['health', 'quorum'], `write at most ${spare}: one of ${spare + 1} is taken out`);
  } else if (quorum !== 'all' && quorumOf(members.length) > spare)
    refuse(
      ['members'],
      'quorum' in health
        ? 'write 3 members, or quorum: 1 on health: without one of two there is no majority'
        : 'write 3 members: without one of two there is no majority',
    );
}

/** Refuses each value that an earlier one has already; `fix` says what to write. */
function refuseRepeated<Item>(
  items: readonly Item[],
  valueOf: (item: Item) => string | undefined,
  refuse: Verdict['refuse'],
  { path, fix }: { readonly path: (index: number) => readonly PropertyKey[]; readonly fix: string },
): void {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const value = valueOf(item);
    if (value === undefined) continue;
    if (seen.has(value)) refuse(path(index), fix);
    seen.add(value);
  }
}
