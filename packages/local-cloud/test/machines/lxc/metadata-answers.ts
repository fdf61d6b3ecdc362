/**
 * A metadata service just large enough for cloud-init: tokens, an identity, and user data that writes down each
 * time it runs.
 */
export async function answerMetadata(request: Request, remoteAddress: string): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (request.method === 'PUT') return new Response('token');
  if (request.headers.get('x-aws-ec2-metadata-token') !== 'token') return new Response('', { status: 401 });
  const answer = answers(remoteAddress).get(pathname.replace(/^\/[^/]+\//, '').replace(/\/$/, ''));
  return answer === undefined ? new Response('', { status: 404 }) : new Response(answer);
}

function answers(address: string): ReadonlyMap<string, string> {
  const id = `i-${(address.split('.').at(-1) ?? '').padStart(17, '0')}`;
  const hostname = `ip-${address.replaceAll('.', '-')}`;
  return new Map([
    ['meta-data', 'hostname\ninstance-id\nlocal-hostname\nlocal-ipv4'],
    ['meta-data/hostname', hostname],
    ['meta-data/instance-id', id],
    ['meta-data/local-hostname', hostname],
    ['meta-data/local-ipv4', address],
    ['user-data', '#!/bin/sh\necho "$(hostname)" >> /root/user-data-ran\n'],
    ['dynamic/instance-identity', 'document'],
    ['dynamic/instance-identity/document', JSON.stringify({ instanceId: id, region: 'us-east-1' })],
  ]);
}
