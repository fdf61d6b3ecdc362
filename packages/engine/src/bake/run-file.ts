import { milliseconds } from '../model/duration.ts';
import type { FileProvisioner } from '../recipes/provisioner.ts';
import type { ShellSession } from '../ports/shell.ts';
import { isConnectionLost } from './instance-session.ts';
import type { ProvisionContext } from './run-shell.ts';

/** Uploads files and folders with scp's and Packer's rules for names and trailing slashes. */
export async function runFile(provisioner: FileProvisioner, context: ProvisionContext): Promise<void> {
  for (const source of provisioner.sources) {
    for (let again = true; ; again = false) {
      const open = await context.session.connect(milliseconds(60_000), context.signal);
      try {
        await upload(source, provisioner.destination, open, context);
        break;
      } catch (error) {
        context.signal.throwIfAborted();
        if (!again || !isConnectionLost(error)) throw error;
        await context.session.drop();
      }
    }
  }
}

async function upload(
  source: string,
  destination: string,
  open: ShellSession,
  { sources }: ProvisionContext,
): Promise<void> {
  const isFolder = (await sources.kind(source)) === 'directory';
  const local = sources.resolve(source).replace(/(?<=.)\/+$/, '');
  const name = /[^/]+$/.exec(local)?.[0] ?? '';
  await open.uploadFile(local, await remoteName({ isFolder, source, name, destination }, open));
}

/** Where a source lands: the destination itself, or a name within it. */
async function remoteName(
  {
    isFolder,
    source,
    name,
    destination,
  }: { isFolder: boolean; source: string; name: string; destination: string },
  open: ShellSession,
): Promise<string> {
  const within = `${destination.replace(/\/+$/, '')}/${name}`;
  if (!isFolder && destination.endsWith('/')) return within;
  // a folder with a trailing slash stands for what is in it
  if (isFolder && source.endsWith('/')) return destination;
  return (await open.isDirectory(destination)) ? within : destination;
}
