import { ChangeResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { aliasProblem } from '../alias-target.ts';
import { applyChanges, type RecordChange } from '../apply-changes.ts';
import { changeBatchError } from '../change-batch-error.ts';
import { readRecordSet } from '../read-record-set.ts';
import { requireHostedZone } from '../require-hosted-zone.ts';
import { submitChange } from '../submit-change.ts';

const ACTIONS: readonly string[] = ['CREATE', 'DELETE', 'UPSERT'];

/** `ChangeResourceRecordSets`: all changes of a batch, or none of them. */
export const route: Route = on(ChangeResourceRecordSetsCommand, (input, { cloud }) => {
  const zone = requireHostedZone(cloud, input.HostedZoneId);
  const { Changes = [], Comment: comment } = input.ChangeBatch ?? {};
  if (Changes.length === 0) throw new AwsError('InvalidInput', 'Invalid request: the batch has no changes');
  const changes = Changes.map(({ Action: action, ResourceRecordSet: set = {} as never }): RecordChange => {
    if (action === undefined || !ACTIONS.includes(action)) {
      throw new AwsError('InvalidInput', `The action '${action}' is not valid: use ${ACTIONS.join(', ')}`);
    }
    return { action, set: readRecordSet(action, set) };
  });
  const { recordSets, problems } = applyChanges(zone, changes);
  const aliases = changes.flatMap(({ action, set }) =>
    action === 'DELETE' ? [] : (aliasProblem(cloud, zone, set, recordSets) ?? []),
  );
  if (problems.length + aliases.length > 0) throw changeBatchError([...problems, ...aliases]);
  cloud.tables.hostedZones.update(zone.id, { recordSets });
  return { ChangeInfo: submitChange(cloud, comment) };
});
