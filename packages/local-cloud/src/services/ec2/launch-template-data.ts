import type { RequestLaunchTemplateData } from '@aws-sdk/client-ec2';
import { AwsError } from '../../wire/aws-error.ts';
import { checkUserData } from './check-user-data.ts';
import { readLaunch } from './read-launch.ts';

/** Checks what can be checked of a template's data before it is launched from, and keeps what was said. */
export function readLaunchTemplateData(
  data: RequestLaunchTemplateData | undefined,
): Readonly<Record<string, unknown>> {
  const said = Object.entries(data ?? {}).filter(([, value]) => value !== undefined);
  if (!data || said.length === 0) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter LaunchTemplateData');
  }
  readLaunch(data);
  if (data.UserData !== undefined) checkUserData(data.UserData);
  return Object.fromEntries(said);
}
