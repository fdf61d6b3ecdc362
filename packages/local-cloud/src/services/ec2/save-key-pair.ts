import type { LocalCloud } from '../../cloud.ts';
import type { KeyPairRecord, Tags } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { newId } from '../ids.ts';
import type { SshPublicKey } from './ssh-key.ts';

/** Refuses a name that a new key pair may not have. */
export function requireKeyName(cloud: LocalCloud, name: string): string {
  if (name === '' || name.length > 255 || name.trim() !== name) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${name}) for parameter keyName is invalid: write 1 to 255 characters.`,
    );
  }
  for (const key of cloud.tables.keyPairs.values()) {
    if (key.name === name)
      throw new AwsError('InvalidKeyPair.Duplicate', `The keypair already exists: ${name}`);
  }
  return name;
}

/** Records a key pair under a name that `requireKeyName` let pass. */
export function saveKeyPair(cloud: LocalCloud, name: string, key: SshPublicKey, tags: Tags): KeyPairRecord {
  return cloud.tables.keyPairs.put({
    id: newId('key'),
    name,
    type: key.type,
    fingerprint: key.fingerprint,
    publicKey: `${key.line} ${name}`,
    createdAt: cloud.now(),
    tags,
  });
}
