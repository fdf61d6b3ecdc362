import { DescribeKeyPairsCommand } from '@aws-sdk/client-ec2';
import type { KeyPairRecord } from '../../../store/records/ec2.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { refuseDryRun } from '../dry-run.ts';
import { renderTags } from '../read-tags.ts';
import { requireKeyPair } from '../require-launch-parts.ts';
import { KEY_PAIR, requireRecords } from '../resource-kinds.ts';

const FILTERS: FilterTable<KeyPairRecord> = {
  'key-pair-id': ({ id }) => id,
  'key-name': ({ name }) => name,
  fingerprint: ({ fingerprint }) => fingerprint,
};

/** EC2 DescribeKeyPairs: all of them, or by name or id. */
export const route: Route = on(DescribeKeyPairsCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const named = (input.KeyNames ?? []).map((name) => requireKeyPair(cloud, name));
  const byId = requireRecords(cloud, KEY_PAIR, input.KeyPairIds ?? []);
  const asked = named.length + byId.length > 0 ? [...named, ...byId] : cloud.tables.keyPairs.values();
  return {
    KeyPairs: applyFilters(asked, input.Filters, FILTERS).map((key) => ({
      KeyPairId: key.id,
      KeyName: key.name,
      KeyType: key.type,
      KeyFingerprint: key.fingerprint,
      CreateTime: key.createdAt,
      PublicKey: input.IncludePublicKey ? key.publicKey : undefined,
      Tags: renderTags(key.tags),
    })),
  };
});
