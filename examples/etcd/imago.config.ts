import { cluster, defineProject, etcd, file, image, oneAtATime, shell, test } from 'imago';

// Debian 12 has etcd 3.4 and Debian 13 has 3.5. In a repository of your own this is a line that a commit changes.
const debian = Number(process.env['DEBIAN'] ?? 13);

const node = image('etcd', {
  from: { debian },
  provision: [
    file({ source: 'member/', destination: '/tmp/member/' }),
    shell({ script: 'images/install-etcd.sh', sudo: true }),
  ],
});

export default defineProject({
  name: 'etcd-example',
  environments: {
    store: cluster({
      cloud: 'local',
      image: node,
      instanceType: 't3.small',
      members: 3,
      volumes: [{ name: 'data', size: 8, mountPoint: '/var/lib/etcd', owner: 'etcd:etcd', mode: '0700' }],
      ports: [2379, 2380],
      network: { allowFrom: ['10.0.0.0/8'], sshFrom: ['10.0.0.0/8'] },
      keyName: 'etcd-example',
      ssh: { user: 'admin', privateKey: 'key' },
      start: '/usr/local/sbin/start-etcd',
      health: etcd(),
      // What 3.5 has written to its data is of no use to 3.4, so `downgrade` stays `refused`.
      beforeStop: { run: '/usr/local/sbin/hand-over-leadership', timeout: '30s' },
      strategy: oneAtATime({
        healthyDeadline: '3m',
        stopDeadline: '1m',
        minHealthyTime: '5s',
        bakeTime: '5s',
      }),
      tests: [
        test({ name: 'keys', at: ['before', 'during', 'after'], run: 'node test/keys.mjs', timeout: '30m' }),
      ],
    }),
  },
});
