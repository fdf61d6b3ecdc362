// Tests of a deploy or a rehearsal. Before: writes keys. During: writes and reads on, each within ten seconds, until it is
// told to stop. After: every key that was ever written here is there, and every member takes and gives new ones.
const members = addresses(process.env.IMAGO_MEMBERS ?? process.env.IMAGO_INSTANCES ?? '');
const moment = process.env.IMAGO_MOMENT ?? 'after';
const counter = 'imago-test/written';
const longest = 10_000;

const keyOf = (number) => `imago-test/keys/${number}`;
const valueOf = (number) => `value ${number * 7919}`;
const encode = (text) => Buffer.from(text).toString('base64');
const decode = (text) => Buffer.from(text, 'base64').toString();

/** `etcd-1=10.0.0.4 etcd-2=10.0.1.4`, or addresses alone. */
function addresses(text) {
  return text
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word.split('=').at(-1));
}

async function ask(address, path, body) {
  const signal = AbortSignal.timeout(2000);
  const answer = await fetch(`http://${address}:2379/v3/kv/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    signal,
  });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** Tries one member after the other: what is written here may be written twice. */
async function persist(path, body) {
  const until = Date.now() + longest;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask(members[attempt % members.length], path, body);
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

const put = (key, value) => persist('put', { key: encode(key), value: encode(value) });

async function read(key, ask = persist) {
  const { kvs = [] } = await ask('range', { key: encode(key) });
  return kvs.length === 0 ? undefined : decode(kvs[0].value);
}

async function check(number, ask) {
  const value = await read(keyOf(number), ask);
  if (value !== valueOf(number)) throw new Error(`${keyOf(number)} is ${value}, expected ${valueOf(number)}`);
}

/** Every key up to that number, a page at a time. */
async function checkAll(last) {
  const held = new Map();
  for (let from = keyOf(''); ;) {
    const page = { key: encode(from), range_end: encode('imago-test/keys0'), limit: 1000 };
    const { kvs = [] } = await persist('range', page);
    for (const { key, value } of kvs) held.set(decode(key), decode(value));
    if (kvs.length === 0) break;
    from = `${decode(kvs.at(-1).key)}\0`;
  }
  for (let number = 1; number <= last; number += 1)
    if (held.get(keyOf(number)) !== valueOf(number))
      throw new Error(`${keyOf(number)} is ${held.get(keyOf(number))}, expected ${valueOf(number)}`);
}

/** The number is counted after its key is acknowledged. */
async function write(number) {
  await put(keyOf(number), valueOf(number));
  await put(counter, String(number));
}

if (members.length === 0) throw new Error('IMAGO_MEMBERS names no member');
let written = Number((await read(counter)) ?? 0);
const stopped = new AbortController();
process.once('SIGTERM', () => stopped.abort());
const parent = process.ppid;

if (moment === 'before') for (const last = written + 100; written < last;) await write((written += 1));
if (moment === 'during') {
  // Who started it may have been killed: nobody stops it then.
  while (!stopped.signal.aborted && process.ppid === parent) {
    await write((written += 1));
    await check(written);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
if (moment === 'after') {
  await checkAll(written);
  for (const address of members) {
    const here = (path, body) => ask(address, path, body);
    await here('put', { key: encode(keyOf(written + 1)), value: encode(valueOf(written + 1)) });
    await check((written += 1), here);
    await put(counter, String(written));
  }
}
console.log(`${written} keys, all as they were written`);
