import { spawn } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import ssh2 from 'ssh2';
import type { Connection, SFTPWrapper } from 'ssh2';

export interface TestServer {
  readonly port: number;
  /** Cuts every connection, as a restart does. */
  cut(): void;
  close(): Promise<void>;
}

/** An ssh server on loopback that runs commands with this machine's shell and writes files on its disk. */
export async function startServer(
  publicKey: string,
  options: { readonly port?: number; readonly refuseLogins?: number; readonly hostKey?: string } = {},
): Promise<TestServer> {
  const hostKey = options.hostKey ?? ssh2.utils.generateKeyPairSync('ed25519').private;
  const allowed = ssh2.utils.parseKey(publicKey);
  if (allowed instanceof Error) throw allowed;
  const connections = new Set<Connection>();
  let refusals = options.refuseLogins ?? 0;
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    connections.add(client);
    client.on('error', () => undefined);
    client.on('close', () => connections.delete(client));
    client.on('authentication', (context) => {
      if (context.method !== 'publickey' || !context.key.data.equals(allowed.getPublicSSH()))
        return context.reject();
      if (context.signature !== undefined && refusals > 0) {
        refusals -= 1;
        return context.reject();
      }
      return context.accept();
    });
    client.on('tcpip', (accept, _reject, { destIP, destPort }) => {
      const channel = accept();
      const socket = connect(destPort, destIP);
      socket.on('error', () => channel.close());
      channel.pipe(socket).pipe(channel);
    });
    client.on('session', (acceptSession) => {
      const session = acceptSession();
      session.on('pty', (accept) => accept?.());
      session.on('exec', (accept, _reject, { command }) => {
        const channel = accept();
        const child = spawn('/bin/sh', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] });
        child.stdout.on('data', (data: Buffer) => channel.write(data));
        child.stderr.on('data', (data: Buffer) => channel.stderr.write(data));
        channel.on('close', () => child.kill('SIGKILL'));
        child.on('close', (code, signal) => {
          if (signal === null) channel.exit(code ?? 0);
          else channel.exit(signal.replace('SIG', ''), false, '');
          channel.end();
        });
      });
      session.on('sftp', (accept) => serveFiles(accept()));
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      for (const connection of connections) connection.end();
    },
    async close() {
      for (const connection of connections) connection.end();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function serveFiles(sftp: SFTPWrapper): void {
  const { OK, FAILURE, NO_SUCH_FILE, PERMISSION_DENIED } = ssh2.utils.sftp.STATUS_CODE;
  const attempt = (id: number, work: () => void): void => {
    try {
      work();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      sftp.status(id, code === 'ENOENT' ? NO_SUCH_FILE : code === 'EACCES' ? PERMISSION_DENIED : FAILURE);
    }
  };
  const done = (id: number, work: () => void): void =>
    attempt(id, () => {
      work();
      sftp.status(id, OK);
    });
  const handle = (fd: number): Buffer => Buffer.from(String(fd));
  const fdOf = (buffer: Buffer): number => Number(buffer.toString());
  sftp.on('OPEN', (id, path) => attempt(id, () => sftp.handle(id, handle(openSync(path, 'w')))));
  sftp.on('WRITE', (id, buffer, offset, data) =>
    done(id, () => writeSync(fdOf(buffer), data, 0, data.length, offset)),
  );
  sftp.on('CLOSE', (id, buffer) => done(id, () => closeSync(fdOf(buffer))));
  sftp.on('MKDIR', (id, path) => done(id, () => mkdirSync(path)));
  sftp.on('SETSTAT', (id, path, { mode }) => done(id, () => chmodSync(path, mode)));
  sftp.on('FSETSTAT', (id) => sftp.status(id, OK));
  const stat = (id: number, path: string): void =>
    attempt(id, () => {
      const { mode, uid, gid, size } = statSync(path);
      sftp.attrs(id, { mode, uid, gid, size, atime: 0, mtime: 0 });
    });
  sftp.on('STAT', stat);
  sftp.on('LSTAT', stat);
}
