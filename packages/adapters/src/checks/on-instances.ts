import { minutes } from '@imago/engine';
import type { CheckContext, CheckRequest, CheckSample } from '@imago/engine';
import type { CheckTools } from './create-check-sampler.ts';
import { eachInstance } from './each-instance.ts';
import { endWords, OutputTail } from './last-lines.ts';
import { readKey } from './read-key.ts';
import { exported, variablesOf } from './variables.ts';

/** Runs a command over ssh on every new instance; status 0 on all of them is a success. */
export async function onInstances(
  run: string,
  request: CheckRequest,
  context: CheckContext,
  tools: CheckTools,
  signal: AbortSignal,
): Promise<CheckSample> {
  const { ssh } = context;
  if (ssh === undefined)
    return { ok: false, detail: 'no way to the instances: the fleet has no ssh: { user, privateKey }' };
  const privateKey = await readKey(ssh, tools);
  const command = exported(variablesOf(request, context)) + run;
  const onOne = async (host: string): Promise<CheckSample> => {
    const target = { host, port: ssh.port, user: ssh.user, privateKey };
    // The sample's own timeout is in the signal, and earlier.
    const session = await tools.shell.connect(target, { timeout: minutes(60), signal });
    const output = new OutputTail();
    try {
      const { exitCode } = await session.run(command, { signal, onOutput: (_, text) => output.add(text) });
      return { ok: exitCode === 0, detail: endWords('the command', exitCode, output) };
    } finally {
      await session.close();
    }
  };
  return eachInstance(request.instances, onOne, signal);
}
