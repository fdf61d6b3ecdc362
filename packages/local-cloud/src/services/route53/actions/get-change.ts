import { GetChangeCommand } from '@aws-sdk/client-route-53';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { bareId } from '../dns-ids.ts';
import { renderChange } from '../submit-change.ts';

/** `GetChange`: whether the name servers answer by a change already. */
export const route: Route = on(GetChangeCommand, (input, { cloud }) => {
  const id = bareId(input.Id ?? '');
  const change = cloud.tables.dnsChanges.get(id);
  if (!change) throw new AwsError('NoSuchChange', `Could not find resource with ID: ${id}`, 404);
  return { ChangeInfo: renderChange(change) };
});
