import { describe, expect, test } from 'vitest';
import { consul, etcd, httpGate, loadSpec, memberCommand, memberHttp, seconds } from '@imago/engine';
import { least, problemsOf, settingsOf, ssh } from './store.ts';

describe('the health of a cluster', () => {
  const sampling = { interval: seconds(2), count: 1, failureLimit: 0, timeout: seconds(5) };

  test('is asked of Consul on the member by default', () => {
    expect(settingsOf({ ssh, health: consul({ tokenFrom: 'CONSUL_HTTP_TOKEN' }) }).health).toEqual({
      kind: 'consul',
      name: 'consul',
      sampling,
      maxBehind: 250,
      port: 8500,
      scheme: 'http',
      from: 'member',
      tokenFrom: 'CONSUL_HTTP_TOKEN',
    });
  });

  test('is asked of any store by a command or a request', () => {
    expect(settingsOf({ health: memberCommand({ run: './up.sh', maxBehind: 0 }) }).health).toEqual({
      kind: 'member-command',
      name: 'member-command',
      sampling: { ...sampling, timeout: seconds(10) },
      maxBehind: 0,
      on: 'here',
      run: './up.sh',
      quorum: 'majority',
    });
    const health = memberHttp({ path: '/health', port: 2380, quorum: 2, interval: '5s' });
    expect(settingsOf({ health }).health).toEqual({
      kind: 'member-http',
      name: 'member-http',
      sampling: { ...sampling, interval: seconds(5) },
      maxBehind: 100,
      port: 2380,
      scheme: 'http',
      from: 'here',
      path: '/health',
      matcher: '200-299',
      quorum: 2,
    });
  });

  test('is asked with certificates over TLS alone, each with its key', () => {
    const files = { caFile: 'pki/ca.pem', certFile: 'pki/client.pem', keyFile: 'pki/client.key' };
    expect(settingsOf({ health: etcd({ scheme: 'https', ...files }) }).health).toMatchObject(files);
    expect(problemsOf({ health: etcd({ caFile: 'pki/ca.pem' }) })).toEqual([
      'health.caFile: "pki/ca.pem" is wrong; write scheme: \'https\' beside it, or remove it',
    ]);
    expect(problemsOf({ health: etcd({ scheme: 'https', certFile: 'c.pem' }) })).toEqual([
      'health.keyFile: is missing; write the path of the key that belongs to certFile',
    ]);
    expect(problemsOf({ health: etcd({ scheme: 'https', keyFile: 'c.key' }) })).toEqual([
      'health.certFile: is missing; write the path of the certificate that belongs to keyFile',
    ]);
  });

  test.each([
    [{ health: consul() }, 'health.from: is missing; write ssh: { user, privateKey } on the cluster'],
    [
      { health: memberCommand({ run: './up.sh', on: 'member' }) },
      'health.on: "member" is wrong; write ssh: { user, privateKey } on the cluster',
    ],
    [{ ports: [2380] }, "ports: [2380] is wrong; add 2379, where members are asked, or write from: 'member'"],
    [
      { network: {} },
      'network.allowFrom: is missing; write the block that members are asked from on port 2379',
    ],
    [
      { health: memberCommand({ run: './up.sh', quorum: 3 }) },
      'health.quorum: 3 is wrong; write at most 2: one of 3 is taken out',
    ],
    [
      { health: httpGate({ path: '/' }) },
      'health: {"path":"/","kind":"http"} is wrong; write etcd(), consul(), memberCommand({ run })',
    ],
  ])('is refused where it could never be asked, or never spare a member: %j', (options, problem) => {
    expect(problemsOf(options)).toEqual([expect.stringContaining(problem)]);
  });

  test('has to be there', () => {
    const { health: _, ...rest } = least;
    const config = { kind: 'project', name: 'shop', environments: { store: { kind: 'cluster', ...rest } } };
    expect(loadSpec(config)).toMatchObject({
      problems: [{ path: 'environments.store.health', message: 'is missing' }],
    });
  });
});
