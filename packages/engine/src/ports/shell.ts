import type { Duration } from '../model/duration.ts';

/** How to reach an instance. */
export interface ShellTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** PEM or OpenSSH private key. */
  readonly privateKey: string;
}

export interface CommandResult {
  /** 128 + n when signal n ended it. */
  readonly exitCode: number;
}

/** A session on an instance: ssh with sftp. */
export interface ShellSession {
  /** Runs a command with the remote user's shell; output arrives as it is written. */
  run(
    command: string,
    options: {
      readonly pty?: boolean;
      readonly signal: AbortSignal;
      readonly onOutput?: (stream: 'stdout' | 'stderr', text: string) => void;
    },
  ): Promise<CommandResult>;
  /** Writes a remote file. */
  writeFile(path: string, content: Uint8Array, mode: number): Promise<void>;
  /** Copies a local file or folder; see the file provisioner for what a trailing slash means. */
  uploadFile(localPath: string, remotePath: string): Promise<void>;
  isDirectory(remotePath: string): Promise<boolean>;
  makeDirectory(remotePath: string): Promise<void>;
  close(): Promise<void>;
}

export interface Shell {
  /** Tries until the instance answers and lets us in, or `timeout` is over. */
  connect(
    target: ShellTarget,
    options: { readonly timeout: Duration; readonly signal: AbortSignal },
  ): Promise<ShellSession>;
}
