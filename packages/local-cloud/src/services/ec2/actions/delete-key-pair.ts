import { DeleteKeyPairCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';

/** EC2 DeleteKeyPair: succeeds also when there is none. */
export const route: Route = on(DeleteKeyPairCommand, (input, { cloud }) => {
  const { KeyName: name, KeyPairId: id } = input;
  if (name === undefined && id === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter KeyName or KeyPairId');
  }
  refuseDryRun(input.DryRun);
  for (const key of cloud.tables.keyPairs.values()) {
    if (key.id !== id && key.name !== name) continue;
    cloud.tables.keyPairs.delete(key.id);
    return { Return: true, KeyPairId: key.id };
  }
  return { Return: true };
});
