import { createHash } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** A name that no one else can have (RFC 6761); its address tells which addresses a server has read. */
const MARK_NAME = 'addresses.invalid';

const DEADLINE_MS = 2000;
const STEP_MS = 5;

/** The file of addresses with its mark: a loopback address made of its content. */
export function withMark(hosts: string): { readonly text: string; readonly mark: string } {
  const [first = 0, second = 0, third = 0] = createHash('sha256').update(hosts).digest();
  const mark = `127.${first}.${second}.${third}`;
  return { text: `${hosts}${mark} ${MARK_NAME}\n`, mark };
}

/**
 * Resolves when the server at an address answers by the addresses with this mark: it reads them some time after it
 * was told to.
 */
export async function answersByMark(address: string, mark: string): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  let answer = '';
  while (answer !== mark) {
    if (Date.now() > deadline) throw new Error(`the name server at ${address} does not answer: ${answer}`);
    answer = await ask(address);
    if (answer !== mark) await delay(STEP_MS);
  }
}

async function ask(address: string): Promise<string> {
  const resolver = new Resolver({ timeout: 200, tries: 1 });
  resolver.setServers([address]);
  // The address is the host's own: where it is not there yet, nothing is sent to whoever else may have it.
  resolver.setLocalAddress(address);
  try {
    return (await resolver.resolve4(MARK_NAME)).join();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
