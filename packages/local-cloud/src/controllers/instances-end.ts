import type { LocalCloud } from '../cloud.ts';
import type { MachineExit } from '../machines/machines.ts';
import { releaseInterface } from '../services/ec2/interfaces.ts';
import { terminateInstance } from '../services/ec2/terminate-instance.ts';
import { releaseVolume, volumesOf } from '../services/ec2/volumes.ts';
import type { InstanceRecord, StateReason } from '../store/records/ec2.ts';

/** How long a system may take to shut down before its power is cut. */
const STOP_GRACE_SECONDS = 60;

/** An instance that is to be terminated may finish what it does, but nobody waits long for it. */
const TERMINATE_GRACE_SECONDS = 5;

const FROM_INSIDE: StateReason = {
  code: 'Client.InstanceInitiatedShutdown',
  message: 'Client.InstanceInitiatedShutdown: Instance initiated shutdown',
};

/** Takes a `stopping` instance to `stopped`. */
export async function stopInstance(cloud: LocalCloud, id: string): Promise<void> {
  const instance = cloud.tables.instances.get(id);
  if (instance?.state !== 'stopping') return;
  await cloud.machines.halt(id, instance.forced ? 0 : STOP_GRACE_SECONDS);
  const halted = cloud.tables.instances.get(id);
  if (halted?.state === 'stopping')
    cloud.tables.instances.put({ ...withoutRequests(halted), state: 'stopped' });
}

/** Takes a `shutting-down` instance to `terminated`: its machine is gone, and the volumes that go with it. */
export async function endInstance(cloud: LocalCloud, id: string): Promise<void> {
  const instance = cloud.tables.instances.get(id);
  if (instance?.state !== 'shutting-down') return;
  if (!instance.forced && instance.runningSince !== undefined)
    await cloud.machines.halt(id, TERMINATE_GRACE_SECONDS);
  await cloud.machines.destroy(id);
  for (const volume of volumesOf(cloud, id)) releaseVolume(cloud, volume);
  releaseInterfaceOf(cloud, instance);
  cloud.tables.instances.put({
    ...withoutRequests(instance),
    ...cloud.tables.instances.get(id),
    state: 'terminated',
    terminatedAt: cloud.now(),
  });
}

/** Restarts a running instance's system; the instance stays `running`. */
export async function rebootInstance(cloud: LocalCloud, id: string): Promise<void> {
  const instance = cloud.tables.instances.get(id);
  if (instance?.state === 'running' && instance.rebootRequested) await cloud.machines.reboot(id);
  const rebooted = cloud.tables.instances.get(id);
  if (rebooted) cloud.tables.instances.put(withoutRequests(rebooted));
}

/**
 * Records that a machine ended by itself. Powered off from inside: stopped or terminated, as the instance's
 * shutdown behaviour says. Died: what EC2 shows when the host under an instance fails, stopped by a server error.
 */
export function recordExit(cloud: LocalCloud, { id, kind }: MachineExit): void {
  const instance = cloud.tables.instances.get(id);
  if (instance?.state !== 'running') return;
  if (kind === 'shutdown' && instance.shutdownBehavior === 'terminate') {
    terminateInstance(cloud, id, FROM_INSIDE);
    return;
  }
  cloud.tables.instances.put({
    ...withoutRequests(instance),
    state: 'stopped',
    stateReason:
      kind === 'shutdown'
        ? FROM_INSIDE
        : { code: 'Server.InternalError', message: 'Server.InternalError: the machine died' },
    stateTransitionReason: kind === 'shutdown' ? '' : 'Server.InternalError',
  });
}

function releaseInterfaceOf(cloud: LocalCloud, { id, networkInterfaceId }: InstanceRecord): void {
  const record = cloud.tables.networkInterfaces.get(networkInterfaceId);
  if (record?.attachment?.instanceId === id) releaseInterface(cloud, record);
}

function withoutRequests(instance: InstanceRecord): InstanceRecord {
  const { forced: _, rebootRequested: __, ...rest } = instance;
  return rest;
}
