import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { AwsError } from '../../wire/aws-error.ts';

/** A public key as EC2 keeps it. */
export interface SshPublicKey {
  readonly type: 'rsa' | 'ed25519';
  /** `ssh-rsa AAAA…` or `ssh-ed25519 AAAA…`, without a comment. */
  readonly line: string;
  readonly fingerprint: string;
}

/** A new key pair, with the private key as its owner is shown it once. */
export interface SshKeyPair {
  readonly publicKey: SshPublicKey;
  readonly privateKey: string;
}

/** Makes a key pair as CreateKeyPair does: RSA of 2048 bits in PKCS #1 PEM, or Ed25519 in OpenSSH's form. */
export function createSshKeyPair(type: 'rsa' | 'ed25519'): SshKeyPair {
  if (type === 'ed25519') return createEd25519();
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  // EC2's fingerprint of a key that it made is that of the private key.
  const der = privateKey.export({ type: 'pkcs8', format: 'der' });
  return {
    publicKey: { type, line: lineOf(blobOf(publicKey)), fingerprint: colons('sha1', der) },
    privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  };
}

/** Reads the key material of ImportKeyPair: OpenSSH's one-line form, or a PEM public key. */
export function readSshPublicKey(material: string): SshPublicKey {
  const key = readPem(material) ?? readLine(material);
  if (!key) throw new AwsError('InvalidKey.Format', 'Key is not in valid OpenSSH public key format');
  const blob = blobOf(key);
  if (key.asymmetricKeyType === 'ed25519') return ed25519Key(blob);
  return {
    type: 'rsa',
    line: lineOf(blob),
    fingerprint: colons('md5', key.export({ type: 'spki', format: 'der' })),
  };
}

function createEd25519(): SshKeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const blob = blobOf(publicKey);
  const seed = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url');
  const point = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const check = randomBytes(4);
  const secret = Buffer.concat([
    check,
    check,
    text('ssh-ed25519'),
    text(point),
    text(Buffer.concat([seed, point])),
    text(''),
  ]);
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1));
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    text('none'),
    text('none'),
    text(''),
    uint32(1),
    text(blob),
    text(Buffer.concat([secret, padding])),
  ]);
  const lines = body.toString('base64').match(/.{1,70}/g) ?? [];
  return {
    publicKey: ed25519Key(blob),
    privateKey: [
      '-----BEGIN OPENSSH PRIVATE KEY-----',
      ...lines,
      '-----END OPENSSH PRIVATE KEY-----',
      '',
    ].join('\n'),
  };
}

function ed25519Key(blob: Buffer): SshPublicKey {
  return {
    type: 'ed25519',
    line: lineOf(blob),
    fingerprint: createHash('sha256').update(blob).digest('base64'),
  };
}

function readPem(material: string): KeyObject | undefined {
  if (!material.includes('-----BEGIN')) return undefined;
  try {
    const key = createPublicKey(material);
    return key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}

function readLine(material: string): KeyObject | undefined {
  const [, type, encoded] = /^\s*(ssh-rsa|ssh-ed25519)\s+([A-Za-z0-9+/=]+)/.exec(material) ?? [];
  if (type === undefined || encoded === undefined) return undefined;
  const [name, ...fields] = readTexts(Buffer.from(encoded, 'base64'));
  const [first, second] = fields.map((field) => field.toString('base64url'));
  if (name?.toString() !== type || first === undefined) return undefined;
  try {
    return createPublicKey({
      format: 'jwk',
      key:
        type === 'ssh-rsa'
          ? { kty: 'RSA', e: first, n: unsigned(second ?? '') }
          : { kty: 'OKP', crv: 'Ed25519', x: first },
    });
  } catch {
    return undefined;
  }
}

/** The key in SSH's wire form (RFC 4253, RFC 8709). */
function blobOf(key: KeyObject): Buffer {
  const { n = '', e = '', x = '' } = key.export({ format: 'jwk' });
  if (key.asymmetricKeyType === 'ed25519')
    return Buffer.concat([text('ssh-ed25519'), text(Buffer.from(x, 'base64url'))]);
  return Buffer.concat([text('ssh-rsa'), text(signed(e)), text(signed(n))]);
}

function lineOf(blob: Buffer): string {
  const [name] = readTexts(blob);
  return `${name?.toString()} ${blob.toString('base64')}`;
}

/** SSH numbers are signed: a leading zero keeps the first bit from being a sign. */
function signed(number: string): Buffer {
  const bytes = Buffer.from(number, 'base64url');
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
}

function unsigned(number: string): string {
  const bytes = Buffer.from(number, 'base64url');
  return (bytes[0] === 0 ? bytes.subarray(1) : bytes).toString('base64url');
}

function readTexts(blob: Buffer): Buffer[] {
  const texts: Buffer[] = [];
  for (let at = 0; at + 4 <= blob.length;) {
    const length = blob.readUInt32BE(at);
    texts.push(blob.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return texts;
}

function text(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function colons(algorithm: 'md5' | 'sha1', der: Buffer): string {
  return createHash(algorithm)
    .update(der)
    .digest('hex')
    .replace(/..(?=.)/g, '$&:');
}
