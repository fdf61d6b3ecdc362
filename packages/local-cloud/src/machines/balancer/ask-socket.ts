import { connect } from 'node:net';

/** Sends one command to a HAProxy socket and gives back what it printed. */
export function askSocket(path: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(path);
    socket.setTimeout(5000, () =>
      socket.destroy(new Error(`haproxy did not answer "${command}" within 5 s`)),
    );
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => resolve(Buffer.concat(chunks).toString().trim()));
    socket.on('error', reject);
    // A master answers for ever until its input ends.
    socket.end(`${command}\n`);
  });
}
