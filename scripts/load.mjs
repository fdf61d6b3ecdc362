// Steady requests against one address: half on kept-alive connections, half on new ones. Prints totals when stopped.
import { Agent, get } from 'node:http';

const [url, rate] = [process.argv[2], Number(process.argv[3])];
const agents = [new Agent({ keepAlive: true, maxSockets: 16 }), new Agent({ keepAlive: false })];
const totals = { requests: 0, failures: 0, examples: [] };
const pending = new Set();

function fail(reason) {
  totals.failures += 1;
  if (totals.examples.length < 5) totals.examples.push(`${new Date().toISOString()} ${reason}`);
}

function send() {
  const agent = agents[totals.requests % agents.length];
  totals.requests += 1;
  const done = new Promise((resolve) => {
    const request = get(url, { agent, timeout: 5000 }, (response) => {
      if (response.statusCode !== 200) fail(`status ${response.statusCode}`);
      response.resume().once('close', resolve);
    });
    request.once('timeout', () => request.destroy(new Error('no answer within 5 s')));
    request.once('error', (error) => {
      fail(error.message);
      resolve();
    });
  });
  pending.add(done);
  void done.then(() => pending.delete(done));
}

const started = performance.now();
const timer = setInterval(() => {
  const due = ((performance.now() - started) / 1000) * rate;
  while (totals.requests < due) send();
}, 5);
const stop = async () => {
  clearInterval(timer);
  await Promise.all(pending);
  process.stdout.write(JSON.stringify(totals), () => process.exit());
};
process.once('SIGTERM', stop);
process.once('SIGINT', () => {});
setTimeout(stop, 30 * 60_000).unref();
