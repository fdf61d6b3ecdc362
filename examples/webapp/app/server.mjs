// The demo's service: says which version and instance answers. nginx stands in front of it.
import { createServer } from 'node:http';
import { hostname } from 'node:os';

const { VERSION = 'unknown', GREETING = '', PORT = '3000' } = process.env;
if (GREETING === '') {
  console.error('webapp: GREETING is empty, nothing to say: refusing to start');
  process.exit(1);
}

/** Answers a byte a second, as long as asked: `/slow?seconds=20`. A rollout must let such a request end. */
function answerSlowly(url, response) {
  let left = Math.min(Number(new URL(url, 'http://localhost').searchParams.get('seconds')) || 1, 60);
  response.writeHead(200, { 'content-type': 'text/plain', 'x-version': VERSION });
  const timer = setInterval(() => {
    left -= 1;
    response.write('.');
    if (left > 0) return;
    clearInterval(timer);
    response.end('done\n');
  }, 1000);
  response.on('close', () => clearInterval(timer));
}

const server = createServer((request, response) => {
  if (request.url?.startsWith('/slow')) return answerSlowly(request.url, response);
  const body = request.url === '/healthz' ? 'ok\n' : `${GREETING} from version ${VERSION} on ${hostname()}\n`;
  response.writeHead(200, { 'content-type': 'text/plain', 'x-version': VERSION }).end(body);
});
server.keepAliveTimeout = 65_000;
server.listen(Number(PORT), '127.0.0.1', () => console.log(`webapp: version ${VERSION} listens on ${PORT}`));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
