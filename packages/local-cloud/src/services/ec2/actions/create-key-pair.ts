import { CreateKeyPairCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { readTagSpecification, renderTags } from '../read-tags.ts';
import { requireKeyName, saveKeyPair } from '../save-key-pair.ts';
import { createSshKeyPair } from '../ssh-key.ts';

/** EC2 CreateKeyPair: the private key is in the answer and nowhere else. */
export const route: Route = on(CreateKeyPairCommand, (input, { cloud }) => {
  const name = requireKeyName(cloud, input.KeyName ?? '');
  const tags = readTagSpecification(input.TagSpecifications, 'key-pair');
  if (input.KeyFormat === 'ppk') {
    throw new AwsError('UnsupportedOperation', "The key format 'ppk' is not supported: write pem.");
  }
  refuseDryRun(input.DryRun);
  const pair = createSshKeyPair(input.KeyType ?? 'rsa');
  const key = saveKeyPair(cloud, name, pair.publicKey, tags);
  return {
    KeyPairId: key.id,
    KeyName: key.name,
    KeyFingerprint: key.fingerprint,
    KeyMaterial: pair.privateKey,
    Tags: renderTags(tags),
  };
});
