import type { ObservedCluster } from '../../model/observed-cluster.ts';
import type { ClusterCloud } from '../../ports/cluster-cloud.ts';
import type { PostMortem } from '../outcome.ts';

const consoleLines = 15;

/** Asks the machine of a member that is given up what it knows. What cannot be learned is left out. */
export async function examineMember(
  cloud: Pick<ClusterCloud, 'consoleOutput'>,
  { members }: ObservedCluster,
  name: string,
  description: string,
): Promise<PostMortem> {
  const instances = members.find((member) => member.name === name)?.instances ?? [];
  const failedInstances = await Promise.all(
    instances.map(async ({ id, state, reason }) => {
      const output = await cloud.consoleOutput(id).catch(() => '');
      const console = output.trim() === '' ? [] : output.trimEnd().split(/\r*\n/).slice(-consoleLines);
      return { id, health: state, description, console, ...(reason === undefined ? {} : { reason }) };
    }),
  );
  return { failedInstances, launchFailures: [] };
}
