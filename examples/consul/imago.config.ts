import { cluster, consul, defineProject, file, image, oneAtATime, shell, test } from 'imago';

const servers = 3;

const base = image('consul-base', {
  from: { debian: 11 },
  provision: [
    shell({ inline: ['apt-get update', 'apt-get install --yes --no-install-recommends consul'], sudo: true }),
  ],
});

// Another value in member/server.hcl makes another image, and the next deploy brings the servers to it one by one.
const server = image('consul-server', {
  from: base,
  provision: [
    file({ source: 'member/', destination: '/tmp/member/' }),
    shell({
      inline: [
        'install -m 0644 /tmp/member/server.hcl /etc/consul.d/10-server.hcl',
        'install -m 0755 /tmp/member/start-server /usr/local/sbin/',
        'rm -r /tmp/member',
      ],
      sudo: true,
    }),
  ],
});

export default defineProject({
  name: 'consul-example',
  environments: {
    store: cluster({
      cloud: 'local',
      image: server,
      instanceType: 't3.small',
      members: servers,
      volumes: [
        { name: 'data', size: 1, mountPoint: '/var/lib/consul', owner: 'consul:consul', mode: '0700' },
      ],
      // Raft, gossip and the HTTP API.
      ports: [8300, 8301, '8301/udp', 8500],
      network: { allowFrom: ['10.0.0.0/8'] },
      start: `start-server ${servers}`,
      // There is no `beforeStop`: a server that is stopped stays a peer of raft, which "consul leave" would end.
      health: consul({ from: 'here' }),
      // What another version or other settings have written can be read by those before.
      downgrade: 'allowed',
      strategy: oneAtATime({ healthyDeadline: '2m', minHealthyTime: '5s', bakeTime: '5s' }),
      tests: [
        test({ name: 'write', at: ['before'], run: 'node test/data.mjs write' }),
        test({ name: 'keep-writing', at: ['during'], run: 'node test/keep-writing.mjs', timeout: '1h' }),
        test({ name: 'read', at: ['after'], run: 'node test/data.mjs read' }),
      ],
    }),
  },
});
