import { createClusterSubject } from './cluster/cluster-subject.ts';
import { createFleetSubject } from './fleet/fleet-subject.ts';
import { readRelease } from './records.ts';
import type { Subject, SubjectOrder } from './subject.ts';

/** What a rollout runs, as its record tells it. */
export async function openSubject(order: SubjectOrder): Promise<Subject> {
  const { journal, environment, ports } = order;
  const { cluster, from } = journal.record;
  if (cluster === undefined) return createFleetSubject(order);
  const before = await readRelease(ports.state, environment, from);
  return createClusterSubject(order, cluster, before);
}
