import { setTimeout as sleep } from 'node:timers/promises';
import { GetChangeCommand } from '@aws-sdk/client-route-53';
import type { DnsChangeRecord } from '../../../store/records/route53.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { bareId } from '../dns-ids.ts';
import { renderChange } from '../submit-change.ts';

/** Name servers take some milliseconds, and who waits for one with an SDK's waiter looks again after 30 seconds. */
const LOOKS = 20;
const LOOK_MS = 25;

/** `GetChange`: whether the name servers answer by a change already. */
export const route: Route = on(GetChangeCommand, async (input, { cloud }) => {
  const id = bareId(input.Id ?? '');
  const find = (): DnsChangeRecord | undefined => cloud.tables.dnsChanges.get(id);
  for (let look = 0; look < LOOKS && find()?.status === 'PENDING'; look += 1) await sleep(LOOK_MS);
  const change = find();
  if (!change) throw new AwsError('NoSuchChange', `Could not find resource with ID: ${id}`, 404);
  return { ChangeInfo: renderChange(change) };
});
