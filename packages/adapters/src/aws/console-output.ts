import { GetConsoleOutputCommand } from '@aws-sdk/client-ec2';
import type { AwsClients } from './clients.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';

/** What a machine wrote to its console: GetConsoleOutput; empty where there is nothing yet. */
export async function consoleOutput(aws: AwsClients, InstanceId: string): Promise<string> {
  // `Latest` is for Nitro instances only; others have what they wrote some minutes ago.
  const latest = aws.ec2.send(new GetConsoleOutputCommand({ InstanceId, Latest: true }));
  const answer = await tolerate(['invalid'], latest);
  const { Output } = answer ?? (await aws.ec2.send(new GetConsoleOutputCommand({ InstanceId })));
  return Buffer.from(Output ?? '', 'base64').toString('utf8');
}
