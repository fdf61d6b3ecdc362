/** Addresses of the servers. */
export const addresses = (process.env.IMAGO_MEMBERS ?? '')
  .split(' ')
  .filter(Boolean)
  .map((member) => member.slice(member.indexOf('=') + 1));

/** A request to one server; throws where it has no answer within two seconds, or a status above 499. */
export async function ask(address, path, options = {}) {
  const response = await fetch(`http://${address}:8500${path}`, {
    signal: AbortSignal.timeout(2000),
    ...options,
  });
  const body = await response.text();
  if (response.status >= 500) throw new Error(`${address} answered ${response.status}: ${body}`);
  return { status: response.status, body };
}

/** Asks one server after the other, for half a minute, until one has an answer: a client's own rule. */
export async function askAny(path, options = {}) {
  const deadline = Date.now() + 30_000;
  for (let turn = 0; ; turn += 1) {
    try {
      return await ask(addresses[turn % addresses.length], path, options);
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Writes a key; returns when Consul has acknowledged it. */
export async function put(key, value) {
  const { body } = await askAny(`/v1/kv/${key}`, { method: 'PUT', body: value });
  if (body.trim() !== 'true') throw new Error(`${key} was not written: ${body}`);
}

/** What a key holds by the leader's word; undefined where there is no such key. */
export async function get(key) {
  const { status, body } = await askAny(`/v1/kv/${key}?raw&consistent`);
  return status === 404 ? undefined : body;
}
