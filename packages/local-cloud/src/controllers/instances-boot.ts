import type { LocalCloud } from '../cloud.ts';
import type { MachineSpec } from '../machines/machines.ts';
import { gatewayOf, parseBlock } from '../services/ec2/addresses.ts';
import { hostNameOf } from '../services/ec2/host-name.ts';
import { findInstanceType } from '../services/ec2/instance-types.ts';
import type { InstanceRecord } from '../store/records/ec2.ts';
import { plugVolumes } from './volumes-plug.ts';

/** The disk that an instance starts from. An image may be deregistered meanwhile: its disk has the image's id. */
export function diskOf(cloud: LocalCloud, instance: InstanceRecord): string {
  return cloud.tables.images.get(instance.imageId)?.disk ?? instance.imageId;
}

/**
 * Takes a `pending` instance to `running`: makes its machine if this is its first start, and boots it.
 * `leftover` says that an earlier attempt was cut off and may have left half a machine.
 */
export async function bootInstance(cloud: LocalCloud, id: string, leftover: boolean): Promise<void> {
  const instance = cloud.tables.instances.get(id);
  if (instance?.state !== 'pending') return;
  try {
    if (instance.runningSince === undefined) {
      if (leftover) await cloud.machines.destroy(id);
      await cloud.machines.create(machineSpec(cloud, instance));
    }
    await plugVolumes(cloud, id);
    await cloud.machines.boot(id);
  } catch (error) {
    failBoot(cloud, id, error);
    return;
  }
  markRunning(cloud, id);
}

/** What AWS's clients on a machine need to find the cloud that it is in: they get its role's credentials by themselves. */
function awsEnvironment(endpoint: string, region: string): Readonly<Record<string, string>> {
  return { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region, AWS_DEFAULT_REGION: region };
}

/** Boots the machine of an instance that is `running` in the records but not on the host: the power came back. */
export async function bootAgain(cloud: LocalCloud, id: string): Promise<void> {
  if (cloud.tables.instances.get(id)?.state !== 'running') return;
  try {
    await plugVolumes(cloud, id);
    await cloud.machines.boot(id);
  } catch (error) {
    failBoot(cloud, id, error);
    return;
  }
  cloud.tables.instances.update(id, { runningSince: cloud.now() });
}

/** Records that a pending instance's machine runs. An instance that is to be terminated meanwhile stays so. */
export function markRunning(cloud: LocalCloud, id: string): void {
  const instance = cloud.tables.instances.get(id);
  if (!instance) return;
  const runningSince = cloud.now();
  if (instance.state !== 'pending') {
    cloud.tables.instances.update(id, { runningSince });
    return;
  }
  const { stateReason: _, ...rest } = instance;
  cloud.tables.instances.put({ ...rest, state: 'running', stateTransitionReason: '', runningSince });
}

/** A first start that fails ends the instance, as on EC2; one that ran before is stopped and keeps its disk. */
export function failBoot(cloud: LocalCloud, id: string, error: unknown): void {
  const instance = cloud.tables.instances.get(id);
  if (!instance || instance.state === 'shutting-down') return;
  const message = error instanceof Error ? error.message : String(error);
  cloud.log('instance failed to start', { id, error: message });
  cloud.tables.instances.update(id, {
    state: instance.runningSince === undefined ? 'shutting-down' : 'stopped',
    stateReason: {
      code: 'Server.InternalError',
      message: `Server.InternalError: Internal error on launch: ${message}`,
    },
    stateTransitionReason: 'Server.InternalError',
  });
}

function machineSpec(cloud: LocalCloud, instance: InstanceRecord): MachineSpec {
  const vpc = cloud.tables.vpcs.get(instance.vpcId);
  const block = vpc && parseBlock(vpc.cidr);
  return {
    ...(block ? { network: { prefixLength: block.prefix, gateway: gatewayOf(block) } } : {}),
    ...(cloud.endpointForMachines === undefined
      ? {}
      : { environment: awsEnvironment(cloud.endpointForMachines, cloud.region) }),
    id: instance.id,
    disk: diskOf(cloud, instance),
    address: instance.privateIp,
    macAddress: instance.macAddress,
    hostname: hostNameOf(instance.privateIp),
    memoryMiB: findInstanceType(instance.instanceType)?.memoryMiB ?? 1024,
  };
}
