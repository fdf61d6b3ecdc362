import { gzipSync } from 'node:zlib';
import { environmentPath, ImagoError } from '@imago/engine';
import type { Bootstrap, EnvironmentRef, ReleaseId, VolumeSettings } from '@imago/engine';
import { memberBootScript } from './member-boot-script.ts';

/** A data volume as a member's first boot must find it. */
export interface BootVolume {
  readonly id: string;
  readonly settings: VolumeSettings;
  /** A file system was seen on it before. */
  readonly formatted: boolean;
  /** It was made from a snapshot, and so may say that it is another one. */
  readonly restored: boolean;
}

/** All that a member's instance is told at its launch. */
export interface MemberBoot {
  readonly environment: EnvironmentRef;
  readonly member: { readonly name: string; readonly ordinal: number; readonly address: string };
  readonly release: ReleaseId;
  /** Every member of the cluster that has an address, itself among them. */
  readonly members: readonly { readonly name: string; readonly address: string }[];
  readonly bootstrap: Bootstrap;
  readonly volumes: readonly BootVolume[];
  readonly start: string | undefined;
  /** cloud-init user data of the user's own. */
  readonly userData: string | undefined;
}

/** What EC2 takes, before it is encoded. */
const mostBytes = 16_384;

/**
 * User data of a member for cloud-init: the user's own first, then a script that installs `imago-member.service` and
 * starts it. Compressed where it would be too long otherwise.
 */
export function memberUserData(boot: MemberBoot): Uint8Array {
  const text = Buffer.from(multipart([...ownPart(boot.userData), scriptPart(installScript(boot))]));
  if (text.length <= mostBytes) return text;
  const compressed = gzipSync(text, { level: 9 });
  if (compressed.length <= mostBytes) return compressed;
  throw new ImagoError({
    code: 'user-data-too-long',
    source: 'user',
    message: `the user data of ${boot.member.name} has ${compressed.length} bytes when compressed, and EC2 takes ${mostBytes}`,
    fix: 'put what is long in `userData` and `start` into the image',
  });
}

const unit = `[Unit]
Description=Volumes and start of an Imago cluster's member
Wants=network-online.target
After=network-online.target cloud-init.service cloud-init-network.service

[Service]
Type=oneshot
RemainAfterExit=yes
TimeoutStartSec=infinity
StandardOutput=journal+console
StandardError=journal+console
ExecStart=/usr/local/lib/imago/boot

[Install]
WantedBy=multi-user.target
`;

function installScript(boot: MemberBoot): string {
  const { start } = boot;
  // A line that fails ends it: the console tells, and the member does not count as started.
  const program = start === undefined || start.startsWith('#!') ? start : `#!/bin/sh -e\n${start}`;
  return `#!/bin/sh
set -eu
mkdir -p /etc/imago /usr/local/lib/imago
rm -rf /var/lib/imago /usr/local/lib/imago/start
cp /var/lib/cloud/data/instance-id /etc/imago/instance-id
mkdir -p /etc/cloud/cloud.cfg.d
echo 'preserve_hostname: true' > /etc/cloud/cloud.cfg.d/99-imago.cfg
${file('/etc/imago/member.env', '0644', environmentFile(boot))}
${file('/etc/imago/launch', '0644', launchFile(boot))}
${file('/usr/local/lib/imago/boot', '0755', memberBootScript)}
${program === undefined ? '' : file('/usr/local/lib/imago/start', '0700', program)}
${file('/etc/systemd/system/imago-member.service', '0644', unit)}
systemctl daemon-reload
systemctl enable imago-member.service
systemctl restart --no-block imago-member.service
`;
}

/** For the start script, for units (`EnvironmentFile=`) and for shells. */
function environmentFile({ environment, member, release, members, bootstrap, volumes }: MemberBoot): string {
  const variables = {
    IMAGO_PROJECT: environment.project,
    IMAGO_ENVIRONMENT: environment.environment,
    IMAGO_MEMBER: member.name,
    IMAGO_ORDINAL: String(member.ordinal),
    IMAGO_ADDRESS: member.address,
    IMAGO_RELEASE: release,
    IMAGO_MEMBERS: members.map(({ name, address }) => `${name}=${address}`).join(' '),
    IMAGO_BOOTSTRAP: bootstrap,
    ...Object.fromEntries(volumes.map(({ settings }) => [dataVariable(settings.name), settings.mountPoint])),
  };
  const lines = Object.entries(variables).map(
    ([name, value]) => `${name}="${value.replace(/[\\"$`]/g, '\\$&')}"`,
  );
  return `${lines.join('\n')}\n`;
}

/** `IMAGO_DATA_LOG` for a volume named `log`. */
const dataVariable = (volume: string): string =>
  `IMAGO_DATA_${volume.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;

function launchFile({ volumes, environment }: MemberBoot): string {
  const lines = volumes.map(({ id, settings, formatted, restored }) => {
    const { name, device, mountPoint, fileSystem, owner = '', mode = '' } = settings;
    const words = [
      name,
      id,
      device,
      mountPoint,
      fileSystem,
      owner,
      mode,
      String(formatted),
      String(restored),
    ];
    return `  volume ${words.map(quoted).join(' ')}\n`;
  });
  return `# Volumes of a member of ${environmentPath(environment)}.\nvolumes() {\n${lines.join('')}  :\n}\n`;
}

/** Writes a file at once or not at all; the word that ends it does not occur in it. */
function file(path: string, mode: string, content: string): string {
  let end = 'IMAGO_END';
  while (content.includes(end)) end += '_';
  const text = content.endsWith('\n') ? content : `${content}\n`;
  return `cat > ${path}.new <<'${end}'\n${text}${end}\nchmod ${mode} ${path}.new\nmv ${path}.new ${path}`;
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** User data that is a MIME message itself stays one; of any other, cloud-init finds out what it is. */
function ownPart(userData: string | undefined): readonly string[] {
  if (userData === undefined || userData.trim() === '') return [];
  if (/^(MIME-Version|Content-Type):/i.test(userData)) return [userData];
  return [part('Content-Type: text/plain; charset="utf-8"', userData)];
}

/** Its name sorts behind those that cloud-init gives (`part-001`): scripts run in that order. */
const scriptPart = (script: string): string =>
  part(
    'Content-Type: text/x-shellscript; charset="utf-8"\nContent-Disposition: attachment; filename="zz-imago-member"',
    script,
  );

function part(headers: string, text: string): string {
  // What is no ASCII comes to cloud-init's scripts unharmed only so.
  // oxlint-disable-next-line no-control-regex
  const encoded = !/^[\u0000-\u007f]*$/.test(text);
  const body = encoded
    ? (
        Buffer.from(text)
          .toString('base64')
          .match(/.{1,76}/g) ?? []
      ).join('\n')
    : text;
  const encoding = encoded ? 'base64' : '7bit';
  return `${headers}\nMIME-Version: 1.0\nContent-Transfer-Encoding: ${encoding}\n\n${body}`;
}

function multipart(parts: readonly string[]): string {
  let boundary = '=imago=';
  while (parts.some((part) => part.includes(boundary))) boundary += '=';
  const body = parts.map((part) => `--${boundary}\n${part}\n`).join('');
  return `Content-Type: multipart/mixed; boundary="${boundary}"\nMIME-Version: 1.0\n\n${body}--${boundary}--\n`;
}
