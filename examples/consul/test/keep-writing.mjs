// Writes and reads without pause until SIGTERM, then looks on every server for every write that was acknowledged. Its last
// line says how it went; its status is 0 where nothing was lost and nothing failed.
import { ask, addresses, get, put } from './kv.mjs';

const run = `load/${Date.now()}`;
const valueOf = (number) => `value ${number} of ${run}`;
const acknowledged = [];
const failures = [];
const leaders = [];
const stopped = new AbortController();
let longestPause = 0;
let reads = 0;
process.once('SIGTERM', () => stopped.abort());
process.once('SIGINT', () => stopped.abort());

async function keepWriting() {
  let last = Date.now();
  for (let number = 0; !stopped.signal.aborted; number += 1) {
    try {
      await put(`${run}/${number}`, valueOf(number));
      acknowledged.push(number);
      longestPause = Math.max(longestPause, Date.now() - last);
      last = Date.now();
    } catch (error) {
      failures.push(`write ${number}: ${error.message}`);
    }
  }
}

async function keepReading() {
  while (!stopped.signal.aborted) {
    const number = acknowledged[Math.floor(Math.random() * acknowledged.length)];
    if (number !== undefined) await check(number);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function check(number) {
  try {
    const value = await get(`${run}/${number}`);
    if (value !== valueOf(number)) failures.push(`write ${number} was read as ${value}`);
    reads += 1;
  } catch (error) {
    failures.push(`read ${number}: ${error.message}`);
  }
}

/** Who leads, by the word of most servers that answer: one that is out of touch may still name another. */
async function watchLeader() {
  while (!stopped.signal.aborted) {
    const said = (await Promise.all(addresses.map(leaderAt))).filter((word) => word !== '');
    const leader = said.find((word) => said.filter((one) => one === word).length > addresses.length / 2);
    if (leader !== undefined && leader !== leaders.at(-1)) leaders.push(leader);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function leaderAt(address) {
  try {
    return JSON.parse((await ask(address, '/v1/status/leader')).body);
  } catch {
    // One that is down tells nothing.
    return '';
  }
}

/** Writes that a server itself lacks; one that is a moment behind has ten seconds to catch up. */
async function lostAt(address) {
  for (const deadline = Date.now() + 10_000; ; await new Promise((resolve) => setTimeout(resolve, 500))) {
    const { body } = await ask(address, `/v1/kv/${run}?recurse&stale`, {
      signal: AbortSignal.timeout(10_000),
    });
    const held = new Map(
      JSON.parse(body || '[]').map(({ Key, Value }) => [Key, Buffer.from(Value ?? '', 'base64').toString()]),
    );
    const lost = acknowledged.filter((number) => held.get(`${run}/${number}`) !== valueOf(number));
    if (lost.length === 0 || Date.now() > deadline) return lost.map((number) => `${number} at ${address}`);
  }
}

await Promise.all([keepWriting(), keepReading(), watchLeader()]);
const lost = (await Promise.all(addresses.map(lostAt))).flat();
const { length: writes } = acknowledged;
console.log(JSON.stringify({ writes, reads, lost, longestPause, leaders, failures: failures.slice(0, 5) }));
process.exitCode = lost.length === 0 && failures.length === 0 ? 0 : 1;
