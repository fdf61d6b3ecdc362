import { ImagoError } from '../errors/imago-error.ts';
import type { ImageCloud } from '../ports/image-cloud.ts';

const shown = 15;
const explained: readonly string[] = ['ssh-unreachable', 'instance-ended'];

/** The error with the last lines of the instance's console where they explain it; the error as it is elsewhere. */
export async function withConsole(error: unknown, instanceId: string, cloud: ImageCloud): Promise<unknown> {
  if (!(error instanceof ImagoError) || !explained.includes(error.code)) return error;
  const text = await cloud.consoleOutput(instanceId, AbortSignal.timeout(10_000)).catch(() => '');
  const lines = text.trimEnd().split(/\r*\n/).slice(-shown);
  if (text.trim() === '') return error;
  const { code, source, fix, cause } = error;
  const message = `${error.message}; the last lines of its console:\n${lines.map((line) => `  | ${line}`).join('\n')}`;
  return new ImagoError({ code, source, message, cause, ...(fix === undefined ? {} : { fix }) });
}
