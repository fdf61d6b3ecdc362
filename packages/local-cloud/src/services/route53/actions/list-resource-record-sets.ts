import { ListResourceRecordSetsCommand, type RRType } from '@aws-sdk/client-route-53';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { compareNames, readDomainName } from '../domain-name.ts';
import { readMaxItems } from '../read-max-items.ts';
import { renderRecordSet } from '../render-record-set.ts';
import { requireHostedZone } from '../require-hosted-zone.ts';

/** `ListResourceRecordSets`: by name, labels reversed, then by type, from a name and type on. */
export const route: Route = on(ListResourceRecordSetsCommand, (input, { cloud }) => {
  const zone = requireHostedZone(cloud, input.HostedZoneId);
  const { StartRecordName: startName, StartRecordType: startType = '' } = input;
  if (startName === undefined && startType !== '') {
    throw new AwsError('InvalidInput', 'StartRecordType needs StartRecordName: give both, or neither.');
  }
  const start = startName === undefined ? undefined : readDomainName(startName);
  if (startName !== undefined && start === undefined) {
    throw new AwsError('InvalidInput', `The record name '${startName}' is not valid.`);
  }
  const most = readMaxItems(input.MaxItems, 300);
  const sets = zone.recordSets
    .toSorted((a, b) => compareNames(a.name, b.name) || (a.type < b.type ? -1 : 1))
    .filter(({ name, type }) => {
      const order = start === undefined ? 1 : compareNames(name, start);
      return order > 0 || (order === 0 && type >= startType);
    });
  const next = sets[most];
  return {
    ResourceRecordSets: sets.slice(0, most).map(renderRecordSet),
    IsTruncated: next !== undefined,
    ...(next === undefined ? {} : { NextRecordName: next.name, NextRecordType: next.type as RRType }),
    MaxItems: most,
  };
});
