// The demo's service: says which version and instance answers. nginx stands in front of it.
import { createServer } from 'node:http';
import { hostname } from 'node:os';

const { VERSION = 'unknown', GREETING = '', PORT = '3000' } = process.env;
if (GREETING === '') {
  console.error('webapp: GREETING is empty, nothing to say: refusing to start');
  process.exit(1);
}

const server = createServer((request, response) => {
  const body = request.url === '/healthz' ? 'ok\n' : `${GREETING} from version ${VERSION} on ${hostname()}\n`;
  response.writeHead(200, { 'content-type': 'text/plain', 'x-version': VERSION }).end(body);
});
server.keepAliveTimeout = 65_000;
server.listen(Number(PORT), '127.0.0.1', () => console.log(`webapp: version ${VERSION} listens on ${PORT}`));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
