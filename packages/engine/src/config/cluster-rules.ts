import type { z } from 'zod';
import { quorumOf } from '../model/cluster.ts';
import type { ClusterSettings } from '../model/cluster.ts';
import { checkClusterChecks } from './cluster-check-rules.ts';
import { refuseIn, refuseRepeated } from './refuse.ts';
import type { Refuse } from './refuse.ts';

/** What no field of a cluster can know by itself. */
export function checkCluster(
  cluster: ClusterSettings,
  region: string | undefined,
  context: z.core.$RefinementCtx,
): void {
  const refuse = refuseIn(context);
  checkMembers(cluster, region, refuse);
  checkVolumes(cluster, refuse);
  checkNetwork(cluster, refuse);
  checkHealth(cluster, refuse);
  checkClusterChecks(cluster, refuse);
}

function checkMembers({ members }: ClusterSettings, region: string | undefined, refuse: Refuse): void {
  const list = 'members';
  const nameFix = 'give it a name that no other member has';
  refuseRepeated(members, { list, name: 'name', of: ({ name }) => name }, nameFix, refuse);
  const addressFix = 'give it an address that no other member has';
  refuseRepeated(members, { list, name: 'address', of: ({ address }) => address }, addressFix, refuse);
  for (const [index, { zone }] of members.entries()) {
    if (zone !== undefined && region !== undefined && !zone.startsWith(region))
      refuse([list, index, 'zone'], zone, `write a zone of ${region}, such as '${region}a'`);
  }
}

function checkVolumes({ volumes }: ClusterSettings, refuse: Refuse): void {
  const list = 'volumes';
  const nameFix = 'give it a name that no other volume has';
  refuseRepeated(volumes, { list, name: 'name', of: ({ name }) => name }, nameFix, refuse);
  // EC2 takes `/dev/sdf` and `/dev/xvdf` for the same.
  const plain = (device: string): string => device.replace('/dev/sd', '/dev/xvd');
  const deviceFix = "write another device, such as '/dev/xvdg': another volume has this one";
  refuseRepeated(volumes, { list, name: 'device', of: ({ device }) => plain(device) }, deviceFix, refuse);
  for (const [index, { mountPoint }] of volumes.entries()) {
    const around = volumes.find(
      (other, at) =>
        at !== index &&
        (mountPoint.startsWith(`${other.mountPoint}/`) || (at < index && mountPoint === other.mountPoint)),
    );
    if (around === undefined) continue;
    const fix = `write a folder outside ${around.mountPoint}, where the volume ${around.name} is`;
    refuse([list, index, 'mountPoint'], mountPoint, fix);
  }
}

function checkNetwork(cluster: ClusterSettings, refuse: Refuse): void {
  const { vpc, subnets, loadBalancer, dnsName } = cluster;
  const least = loadBalancer === undefined ? 1 : 2;
  if (vpc !== undefined && subnets.length < least) {
    const fix =
      least === 1 ? 'name a subnet of that VPC' : 'name at least two subnets of that VPC, in two zones';
    refuse(['network', 'subnets'], subnets, fix);
  }
  if (dnsName === undefined || !dnsName.zone.includes('.')) return;
  const [zone, name] = [dnsName.zone, dnsName.name].map((text) => text.toLowerCase().replace(/\.$/, ''));
  if (name !== zone && name?.endsWith(`.${zone}`) !== true)
    refuse(['dnsName', 'name'], dnsName.name, `write a name in ${zone}, such as 'etcd.${zone}'`);
}

/** A cluster that is never asked, or that can never spare a member, could never be upgraded. */
function checkHealth({ health, members, ports, allowFrom, ssh }: ClusterSettings, refuse: Refuse): void {
  const onMember = health.kind === 'member-command' ? health.on : health.from;
  const field = health.kind === 'member-command' ? 'on' : 'from';
  if (onMember === 'member' && ssh === undefined)
    refuse(['health', field], onMember, "write ssh: { user, privateKey } on the cluster, or 'here'");
  if (health.kind !== 'member-command' && health.from === 'here') {
    if (!ports.includes(health.port))
      refuse(['ports'], ports, `add ${health.port}, where members are asked, or write from: 'member' there`);
    else if (allowFrom.length === 0)
      refuse(
        ['network', 'allowFrom'],
        allowFrom,
        `write the block that members are asked from on port ${health.port}, or from: 'member' on health`,
      );
  }
  const spare = members.length - 1;
  if (spare === 0) return;
  if ('quorum' in health && typeof health.quorum === 'number') {
    if (health.quorum > spare)
      refuse(['health', 'quorum'], health.quorum, `write at most ${spare}: one of ${spare + 1} is taken out`);
  } else if (!('quorum' in health && health.quorum === 'all') && quorumOf(members.length) > spare)
    refuse(
      ['members'],
      members.length,
      'quorum' in health
        ? 'write 3 members, or quorum: 1 on health: without one of two there is no majority'
        : 'write 3 members: without one of two there is no majority',
    );
}
