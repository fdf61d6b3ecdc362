import { cluster, defineProject, file, image, memberCommand, oneAtATime, shell, test } from 'imago';

const database = image('postgresql', {
  from: { debian: 12 },
  provision: [
    file({ source: 'member/', destination: '/tmp/member/' }),
    shell({ inline: ['sh /tmp/member/install-postgres', 'rm -r /tmp/member'], sudo: true }),
  ],
});

export default defineProject({
  name: 'postgresql-example',
  environments: {
    // One that is written to and one that follows it. Which is which may change with every upgrade.
    db: cluster({
      cloud: 'local',
      image: database,
      instanceType: 't3.small',
      members: 2,
      volumes: [
        {
          name: 'data',
          size: 8,
          mountPoint: '/var/lib/postgresql',
          owner: 'postgres:postgres',
          mode: '0700',
        },
      ],
      ports: [5432],
      network: { allowFrom: ['10.0.0.0/8'], sshFrom: ['10.0.0.0/8'] },
      keyName: 'postgresql-example',
      ssh: { user: 'admin', privateKey: 'key' },
      start: 'start-postgres',
      beforeStop: { run: 'sudo switch-over', timeout: '2m' },
      health: memberCommand({
        name: 'postgresql',
        on: 'member',
        run: 'sudo -u postgres postgres-health',
        // One is enough besides the one that is taken out: switch-over sees to it that it has everything.
        quorum: 1,
        // 16 MiB of write-ahead log: `position` counts its bytes.
        maxBehind: 16 * 1024 * 1024,
      }),
      // The files are those of one major version, whichever image wrote them.
      downgrade: 'allowed',
      strategy: oneAtATime({ healthyDeadline: '5m', minHealthyTime: '5s', bakeTime: '5s' }),
      tests: [
        test({ name: 'keep-writing', at: ['during'], run: 'sh test/keep-writing', timeout: '1h' }),
        test({ name: 'read', at: ['after'], run: 'sh test/read' }),
      ],
    }),
  },
});
