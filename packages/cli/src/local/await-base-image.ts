import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionInfo } from '@imago/local-cloud';
import type { CliContext } from '../context.ts';

interface BaseImage {
  readonly name: string;
  readonly state: 'building' | 'ready' | 'failed';
  readonly error?: string;
}

/**
 * Waits while the base image is made, which happens once per machine and takes half a minute: the first instance
 * would wait for it without a word. A failure stops nothing here; launching an instance tries again.
 */
export async function awaitBaseImage(context: CliContext, info: ConnectionInfo): Promise<void> {
  const say = (text: string): void => {
    if (!context.options.quiet && !context.options.json) context.process.stderr.write(`${text}\n`);
  };
  for (let told = false; ; told = true) {
    const { name, state, error } = await readBaseImage(info, context.signal);
    if (state === 'failed') say(`the base image ${name} could not be made: ${error ?? 'see imago local logs'}`);
    if (state !== 'building') return;
    if (!told) say(`making the base image ${name}: once on this machine, about half a minute`);
    await sleep(250, undefined, { signal: context.signal });
  }
}

async function readBaseImage({ endpoint }: ConnectionInfo, signal: AbortSignal): Promise<BaseImage> {
  const response = await fetch(`${endpoint}/_imago/status`, { signal });
  return ((await response.json()) as { readonly baseImage: BaseImage }).baseImage;
}
