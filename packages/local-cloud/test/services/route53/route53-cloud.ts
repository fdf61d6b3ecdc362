import {
  type Change,
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  type CreateHostedZoneCommandInput,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  type RRType,
} from '@aws-sdk/client-route-53';
import { afterEach, beforeEach } from 'vitest';
import { type TestCloud, startTestCloud } from '../../harness.ts';

/** Gives every test of a file a cloud of its own. */
export function eachDnsCloud(...more: readonly string[]): { readonly local: TestCloud } {
  let local: TestCloud | undefined;
  beforeEach(async () => {
    local = await startTestCloud({ services: ['route53', ...more] });
  });
  afterEach(() => local?.close());
  return {
    get local() {
      if (!local) throw new Error('there is a cloud only while a test runs');
      return local;
    },
  };
}

let reference = 0;

/** Makes a hosted zone; gives its id. */
export async function createZone(
  local: TestCloud,
  Name: string,
  more: Partial<CreateHostedZoneCommandInput> = {},
): Promise<string> {
  reference += 1;
  const { HostedZone } = await local.route53.send(
    new CreateHostedZoneCommand({ Name, CallerReference: `reference ${reference}`, ...more }),
  );
  return HostedZone?.Id?.replace('/hostedzone/', '') ?? '';
}

/** Applies a batch; gives the id of the change. */
export async function change(
  local: TestCloud,
  HostedZoneId: string,
  ...Changes: readonly Change[]
): Promise<string> {
  const ChangeBatch = { Changes: [...Changes] };
  const { ChangeInfo } = await local.route53.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch }),
  );
  return ChangeInfo?.Id ?? '';
}

/** A record set with a minute to live. */
export function set(Name: string, Type: RRType, ...values: readonly string[]): ResourceRecordSet {
  return { Name, Type, TTL: 60, ResourceRecords: values.map((Value) => ({ Value })) };
}

/** The record sets of a zone other than its own SOA and NS, as `NAME TYPE VALUE,VALUE`. */
export async function records(local: TestCloud, HostedZoneId: string): Promise<readonly string[]> {
  const { ResourceRecordSets = [] } = await local.route53.send(
    new ListResourceRecordSetsCommand({ HostedZoneId }),
  );
  return ResourceRecordSets.filter(({ Type }) => Type !== 'SOA' && Type !== 'NS').map(
    ({ Name, Type, ResourceRecords = [], AliasTarget }) =>
      `${Name} ${Type} ${AliasTarget?.DNSName ?? ResourceRecords.map(({ Value }) => Value).join()}`,
  );
}
