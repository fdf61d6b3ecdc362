import { type Context, Hono } from 'hono';
import type { LocalCloud } from '../cloud.ts';
import type { MetadataHandler } from '../machines/machines.ts';
import type { InstanceRecord } from '../store/records/ec2.ts';
import { createMetadataTokens, readTtl } from './metadata-token.ts';
import { identityDocument, type MetadataNode, metadataTree } from './metadata-tree.ts';

/** The versions that EC2 lists; all show the same. */
const VERSIONS: readonly string[] =
  `1.0 2007-01-19 2007-03-01 2007-08-29 2007-10-10 2007-12-15 2008-02-01 2008-09-01 2009-04-04 2011-01-01
   2011-05-01 2012-01-12 2014-02-25 2014-11-05 2015-10-20 2016-04-19 2016-06-30 2016-09-02 2018-03-28
   2018-08-17 2018-09-24 2019-10-01 2020-10-27 2021-01-03 2021-03-23 2021-07-15 2022-09-24 2024-04-11
   latest`.split(/\s+/);

const TOKEN_HEADER = 'x-aws-ec2-metadata-token';
const TTL_HEADER = 'x-aws-ec2-metadata-token-ttl-seconds';

interface Environment {
  readonly Bindings: { readonly remoteAddress: string };
  readonly Variables: { readonly instance: InstanceRecord };
}

/** Makes the instance metadata service (IMDSv1 and v2): who asks is known by the address the request comes from. */
export function createMetadataHandler(cloud: LocalCloud): MetadataHandler {
  const tokens = createMetadataTokens();
  const app = new Hono<Environment>();

  app.use(async (context, next) => {
    const instance = instanceAt(cloud, context.env.remoteAddress);
    if (!instance) return plainError(context, 404, 'Not Found');
    context.set('instance', instance);
    await next();
    return undefined;
  });

  app.put('/latest/api/token', (context) => {
    if (context.req.header('x-forwarded-for') !== undefined) return plainError(context, 403, 'Forbidden');
    const ttl = readTtl(context.req.header(TTL_HEADER));
    if (ttl === undefined) return plainError(context, 400, 'Bad Request');
    context.header(TTL_HEADER, String(ttl));
    return context.text(tokens.issue(context.var.instance.id, ttl, cloud.now()));
  });

  app.use(async (context, next) => {
    const { instance } = context.var;
    const token = context.req.header(TOKEN_HEADER);
    const admitted =
      token === undefined
        ? instance.metadataTokens === 'optional'
        : tokens.isValid(token, instance.id, cloud.now());
    if (!admitted) return plainError(context, 401, 'Unauthorized');
    await next();
    return undefined;
  });

  app.get('/', (context) => context.text(VERSIONS.join('\n')));

  app.get('/:version/user-data', (context) => {
    const { userData } = context.var.instance;
    if (userData === undefined || !isVersion(context.req.param('version'))) {
      return plainError(context, 404, 'Not Found');
    }
    return context.body(new Uint8Array(Buffer.from(userData, 'base64')), 200, {
      'content-type': 'application/octet-stream',
    });
  });

  app.get('*', (context) => {
    const [version = '', ...path] = decodeURIComponent(context.req.path).split('/').filter(Boolean);
    const { instance } = context.var;
    const root: MetadataNode = {
      dynamic: { 'instance-identity': { document: () => identityDocument(cloud, instance) } },
      'meta-data': metadataTree(cloud, instance),
      'user-data': instance.userData === undefined ? undefined : '',
    };
    const found = isVersion(version) ? walk(root, path) : undefined;
    return found === undefined ? plainError(context, 404, 'Not Found') : context.text(show(found));
  });

  app.all('*', (context) => plainError(context, 405, 'Method Not Allowed'));

  return async (request, remoteAddress) => app.fetch(request, { remoteAddress });
}

function isVersion(version: string): boolean {
  return VERSIONS.includes(version);
}

function instanceAt(cloud: LocalCloud, address: string): InstanceRecord | undefined {
  for (const instance of cloud.tables.instances.values()) {
    if (instance.privateIp === address && instance.state !== 'terminated') return instance;
  }
  return undefined;
}

function walk(node: MetadataNode | undefined, [name, ...rest]: readonly string[]): MetadataNode | undefined {
  if (name === undefined || node === undefined) return node;
  if (typeof node !== 'object') return undefined;
  // Keys are listed as `0=NAME` and asked for as `0`.
  const key = Object.hasOwn(node, name)
    ? name
    : Object.keys(node).find((entry) => entry.startsWith(`${name}=`));
  return key === undefined ? undefined : walk(node[key], rest);
}

/** A folder is shown as the names in it, folders among them with a slash; keys only by their number and name. */
function show(node: MetadataNode): string {
  if (typeof node === 'string') return node;
  if (typeof node === 'function') return node();
  return Object.entries(node)
    .filter(([, child]) => child !== undefined)
    .map(([name, child]) => (typeof child === 'object' && !name.includes('=') ? `${name}/` : name))
    .join('\n');
}

function plainError(
  context: Context<Environment>,
  status: 400 | 401 | 403 | 404 | 405,
  title: string,
): Response {
  return context.html(
    `<?xml version="1.0" encoding="iso-8859-1"?>
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
 <head><title>${status} - ${title}</title></head>
 <body><h1>${status} - ${title}</h1></body>
</html>
`,
    status,
  );
}
