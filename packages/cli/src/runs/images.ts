import type { ImageFacts } from '@imago/engine';
import type { ImagesFlags } from '../commands/images.ts';
import { type CliContext, printResult } from '../context.ts';
import { connect } from '../project/connect.ts';
import { bakePorts } from '../project/ports.ts';

/** `imago images`: newest first. */
export async function listImages(this: CliContext, flags: ImagesFlags): Promise<void> {
  const connection = connect(flags.cloud ?? 'local', process.env, undefined);
  const { cloud } = await bakePorts(connection, process.cwd(), () => {});
  const query = { owners: ['self'], filters: { 'tag-key': ['imago:fingerprint'] } };
  const found = await cloud.findImages(query, this.signal);
  connection.clients.close();
  const images = [...found].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  printResult(
    this,
    images.length === 0 ? 'no image was baked yet' : images.map(imageLine).join('\n'),
    images,
  );
}

function imageLine({ id, name, state, createdAt, tags }: ImageFacts): string {
  const made = createdAt.slice(0, 19).replace('T', ' ');
  const fingerprint = (tags['imago:fingerprint'] ?? '').slice(0, 12);
  return `${id}  ${fingerprint}  ${state.padEnd(9)}  ${made}  ${name}`;
}
