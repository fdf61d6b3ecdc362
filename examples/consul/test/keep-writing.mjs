// Writes and reads without pause until SIGTERM, then reads back every write that was acknowledged. Its last line says how
// it went; its status is 0 where nothing was lost.
import { ask, addresses, get, put } from './kv.mjs';

const run = `load/${Date.now()}`;
const valueOf = (number) => `value ${number} of ${run}`;
const acknowledged = [];
const failures = [];
const leaders = [];
let stopped = false;
let longestPause = 0;
process.once('SIGTERM', () => (stopped = true));
process.once('SIGINT', () => (stopped = true));

async function keepWriting() {
  let last = Date.now();
  for (let number = 0; !stopped; number += 1) {
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
  while (!stopped) {
    const number = acknowledged[Math.floor(Math.random() * acknowledged.length)];
    if (number !== undefined) await check(number);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function check(number) {
  try {
    const value = await get(`${run}/${number}`);
    if (value !== valueOf(number)) failures.push(`write ${number} is lost: ${value}`);
  } catch (error) {
    failures.push(`read ${number}: ${error.message}`);
  }
}

/** Who leads, by the word of whoever answers; while one leaves, no two of them may agree. */
async function watchLeader() {
  while (!stopped) {
    const words = await Promise.allSettled(addresses.map((address) => ask(address, '/v1/status/leader')));
    const said = words.flatMap(({ value }) => (value?.status === 200 ? [JSON.parse(value.body)] : []));
    const leader = said.find((word) => word !== '' && said.filter((one) => one === word).length > 1);
    if (leader !== undefined && leader !== leaders.at(-1)) leaders.push(leader);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

await Promise.all([keepWriting(), keepReading(), watchLeader()]);
for (let at = 0; at < acknowledged.length; at += 20) {
  await Promise.all(acknowledged.slice(at, at + 20).map(check));
}
const lost = failures.filter((failure) => failure.includes(' is lost: ')).length;
console.log(
  JSON.stringify({
    writes: acknowledged.length,
    lost,
    longestPause,
    leaders,
    failures: failures.slice(0, 5),
  }),
);
process.exitCode = failures.length === 0 ? 0 : 1;
