import { DescribeInstancesCommand, type Reservation } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { INSTANCE_FILTERS } from '../instance-filters.ts';
import { renderInstance, renderReservation } from '../render-instance.ts';
import { INSTANCE, requireRecords } from '../resource-kinds.ts';
import type { InstanceRecord } from '../../../store/records/ec2.ts';

/** EC2 DescribeInstances: by id or by filters, in reservations, in pages. */
export const route: Route = on(DescribeInstancesCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const asked = input.InstanceIds?.length
    ? requireRecords(cloud, INSTANCE, input.InstanceIds)
    : cloud.tables.instances.values();
  const found = applyFilters(asked, input.Filters, INSTANCE_FILTERS(cloud));
  const { page, nextToken } = pageOf(found, input, { ids: input.InstanceIds });

  const reservations = new Map<string, InstanceRecord[]>();
  for (const instance of page) {
    const others = reservations.get(instance.reservationId);
    if (others) others.push(instance);
    else reservations.set(instance.reservationId, [instance]);
  }
  const Reservations: Reservation[] = [];
  for (const instances of reservations.values()) {
    Reservations.push(renderReservation(cloud, instances, (instance) => renderInstance(cloud, instance)));
  }
  return { Reservations, NextToken: nextToken };
});
