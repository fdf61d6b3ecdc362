import { GetConsoleOutputCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { INSTANCE, requireRecord } from '../resource-kinds.ts';

/** EC2 GetConsoleOutput: always the latest, at most 64 KiB. */
export const route: Route = on(GetConsoleOutputCommand, async (input, { cloud }) => {
  const { id } = requireRecord(cloud, INSTANCE, input.InstanceId ?? '');
  refuseDryRun(input.DryRun);
  const output = await cloud.machines.console(id);
  return { InstanceId: id, Timestamp: cloud.now(), Output: Buffer.from(output).toString('base64') };
});
