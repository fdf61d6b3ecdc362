import { DescribeInstanceStatusCommand, type InstanceStatusSummary } from '@aws-sdk/client-ec2';
import type { InstanceRecord } from '../../../store/records/ec2.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { renderState } from '../render-instance.ts';
import { INSTANCE, requireRecords } from '../resource-kinds.ts';
import { instanceStatusOk } from '../status.ts';

/** EC2 DescribeInstanceStatus: running instances only, unless all are asked for. */
export const route: Route = on(DescribeInstanceStatusCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const statusOf = (instance: InstanceRecord): 'ok' | 'not-applicable' =>
    instanceStatusOk(cloud, instance) ? 'ok' : 'not-applicable';
  const filters: FilterTable<InstanceRecord> = {
    'availability-zone': ({ zone }) => zone,
    'instance-state-name': ({ state }) => state,
    'instance-state-code': ({ state }) => renderState(state).Code,
    'instance-status.status': statusOf,
    'system-status.status': statusOf,
    'instance-status.reachability': (instance) => reachabilityOf(statusOf(instance)),
    'system-status.reachability': (instance) => reachabilityOf(statusOf(instance)),
    'event.code': () => undefined,
  };
  const asked = input.InstanceIds?.length
    ? requireRecords(cloud, INSTANCE, input.InstanceIds)
    : [...cloud.tables.instances.values()];
  const shown = input.IncludeAllInstances ? asked : asked.filter(({ state }) => state === 'running');
  const { page, nextToken } = pageOf(applyFilters(shown, input.Filters, filters), input, {
    ids: input.InstanceIds,
  });
  return {
    InstanceStatuses: page.map((instance) => ({
      InstanceId: instance.id,
      AvailabilityZone: instance.zone,
      InstanceState: renderState(instance.state),
      InstanceStatus: summary(statusOf(instance)),
      SystemStatus: summary(statusOf(instance)),
    })),
    NextToken: nextToken,
  };
});

function reachabilityOf(status: 'ok' | 'not-applicable'): 'passed' | undefined {
  return status === 'ok' ? 'passed' : undefined;
}

function summary(status: 'ok' | 'not-applicable'): InstanceStatusSummary {
  return { Status: status, Details: status === 'ok' ? [{ Name: 'reachability', Status: 'passed' }] : [] };
}
