import { askSocket } from './ask-socket.ts';
import { type BalancerPaths, rulesMapPath } from './balancer-paths.ts';
import { order } from './order.ts';
import { parseEntries, type RuleEntry } from './rule-entries.ts';

/** The rules of a listener as they run. */
export async function runningEntries(paths: BalancerPaths, port: number): Promise<readonly RuleEntry[]> {
  return parseEntries(await askSocket(paths.socket, `show map ${rulesMapPath(paths, port)}`));
}

/** Puts all rules of a listener in place of those that run, in one step: no request sees a part of them. */
export async function replaceEntries(
  paths: BalancerPaths,
  port: number,
  running: readonly RuleEntry[],
  wanted: readonly RuleEntry[],
): Promise<void> {
  if (isSame(running, wanted)) return;
  const map = rulesMapPath(paths, port);
  const answer = await askSocket(paths.socket, `prepare map ${map}`);
  const version = /^New version created: (\d+)/.exec(answer)?.[1];
  if (version === undefined) throw new Error(`haproxy did not prepare ${map}: ${answer}`);
  for (const { key, value } of wanted) {
    await order(paths, `add map @${version} ${map} <<\n${key} ${value}\n`);
  }
  await order(paths, `commit map @${version} ${map}`);
}

function isSame(one: readonly RuleEntry[], other: readonly RuleEntry[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ key, value }, index) => key === other[index]?.key && value === other[index]?.value)
  );
}
