import { constants } from 'node:os';
import type { Duplex } from 'node:stream';
import { ImagoError } from '@imago/engine';
import type { CommandResult, ShellSession } from '@imago/engine';
import type { Client, ClientChannel, SFTPWrapper } from 'ssh2';
import { describeRemote, makeRemoteDirectory, uploadTree, writeRemoteFile } from './upload.ts';

/** A session that also leads to what listens on the instance itself. */
export interface ForwardingSession extends ShellSession {
  /** Connects to a port of the instance's own address 127.0.0.1. */
  forward(port: number): Promise<Duplex>;
}

/** One ssh connection with any number of commands and file transfers over it. */
export class SshSession implements ForwardingSession {
  readonly #client: Client;
  readonly #host: string;
  /** Rejects when the connection goes away; never resolves. */
  readonly #lost: Promise<never>;
  #sftp: Promise<SFTPWrapper> | undefined;

  constructor(client: Client, host: string) {
    this.#client = client;
    this.#host = host;
    client.removeAllListeners('error');
    client.removeAllListeners('close');
    this.#lost = new Promise((_resolve, reject) => {
      const end = (error?: Error): void => reject(this.#lostError(error));
      client.on('error', end);
      client.once('close', () => end());
    });
    this.#lost.catch(() => undefined);
  }

  async run(command: string, options: Parameters<ShellSession['run']>[1]): Promise<CommandResult> {
    const { pty = false, signal, onOutput } = options;
    signal.throwIfAborted();
    let stop: (() => void) | undefined;
    try {
      const result = await this.#whileConnected<CommandResult | undefined>((resolve, reject) => {
        const opened = (error: Error | undefined, channel: ClientChannel): void => {
          if (error !== undefined) {
            reject(error);
            return;
          }
          stop = () => channel.close();
          if (signal.aborted) stop();
          signal.addEventListener('abort', stop, { once: true });
          // at once: output and status may come in the same packet as the answer
          follow(channel, onOutput, resolve);
        };
        if (pty) this.#client.exec(command, { pty: true }, opened);
        else this.#client.exec(command, opened);
      });
      signal.throwIfAborted();
      // a channel that ends without a status went down with the instance
      if (result === undefined) throw this.#lostError();
      return result;
    } finally {
      if (stop !== undefined) signal.removeEventListener('abort', stop);
    }
  }

  async writeFile(path: string, content: Uint8Array, mode: number): Promise<void> {
    await this.#transfer((sftp) => writeRemoteFile(sftp, path, content, mode));
  }

  async uploadFile(localPath: string, remotePath: string): Promise<void> {
    await this.#transfer((sftp) => uploadTree(sftp, localPath, remotePath));
  }

  async isDirectory(remotePath: string): Promise<boolean> {
    return this.#transfer(async (sftp) => (await describeRemote(sftp, remotePath)) === 'directory');
  }

  async makeDirectory(remotePath: string): Promise<void> {
    await this.#transfer((sftp) => makeRemoteDirectory(sftp, remotePath));
  }

  async forward(port: number): Promise<Duplex> {
    return this.#whileConnected<Duplex>((resolve, reject) => {
      this.#client.forwardOut('127.0.0.1', 0, '127.0.0.1', port, (error, channel) => {
        if (error === undefined) resolve(channel);
        else reject(new Error(`no connection to port ${port} on ${this.#host} itself (${error.message})`));
      });
    });
  }

  async close(): Promise<void> {
    this.#client.end();
    this.#client.destroy();
  }

  async #transfer<T>(work: (sftp: SFTPWrapper) => Promise<T>): Promise<T> {
    this.#sftp ??= this.#whileConnected<SFTPWrapper>((resolve, reject) => {
      this.#client.sftp((error, sftp) => (error ? reject(error) : resolve(sftp)));
    });
    const working = this.#sftp.then(work);
    working.catch(() => undefined);
    return Promise.race([working, this.#lost]);
  }

  async #whileConnected<T>(
    start: (resolve: (value: T) => void, reject: (error: Error) => void) => void,
  ): Promise<T> {
    const working = new Promise<T>((resolve, reject) => {
      try {
        start(resolve, reject);
      } catch {
        // ssh2 throws where it knows already that there is no connection
        reject(this.#lostError());
      }
    });
    working.catch(() => undefined);
    return Promise.race([working, this.#lost]);
  }

  #lostError(cause?: Error): ImagoError {
    return new ImagoError({
      code: 'connection-lost',
      source: 'cloud',
      message: `the connection to ${this.#host} was lost${cause === undefined ? '' : ` (${cause.message})`}`,
      cause,
    });
  }
}

/** Passes on what a command writes, and how it ended: undefined when nobody said. */
function follow(
  channel: ClientChannel,
  onOutput: Parameters<ShellSession['run']>[1]['onOutput'],
  ended: (result: CommandResult | undefined) => void,
): void {
  let result: CommandResult | undefined;
  const tell = (stream: 'stdout' | 'stderr'): ((chunk: Buffer) => void) => {
    const decoder = new TextDecoder();
    return (chunk) => onOutput?.(stream, decoder.decode(chunk, { stream: true }));
  };
  channel.on('data', tell('stdout'));
  channel.stderr.on('data', tell('stderr'));
  channel.once('exit', (code: number | null, signalName?: string) => {
    result = { exitCode: code ?? 128 + signalNumber(signalName) };
  });
  channel.once('close', () => ended(result));
}

/** ssh names signals without SIG; a shell reports them as 128 + number. */
function signalNumber(name = ''): number {
  const numbers: Readonly<Record<string, number>> = constants.signals;
  return numbers[`SIG${name.replace(/^SIG/, '')}`] ?? 0;
}
