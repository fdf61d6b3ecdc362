import { ImportKeyPairCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { readTagSpecification, renderTags } from '../read-tags.ts';
import { requireKeyName, saveKeyPair } from '../save-key-pair.ts';
import { readSshPublicKey } from '../ssh-key.ts';

/** EC2 ImportKeyPair: an RSA or Ed25519 public key made elsewhere. */
export const route: Route = on(ImportKeyPairCommand, (input, { cloud }) => {
  const name = requireKeyName(cloud, input.KeyName ?? '');
  const tags = readTagSpecification(input.TagSpecifications, 'key-pair');
  const publicKey = readSshPublicKey(Buffer.from(input.PublicKeyMaterial ?? []).toString());
  refuseDryRun(input.DryRun);
  const key = saveKeyPair(cloud, name, publicKey, tags);
  return { KeyPairId: key.id, KeyName: key.name, KeyFingerprint: key.fingerprint, Tags: renderTags(tags) };
});
