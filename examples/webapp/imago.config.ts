import { blueGreen, defineProject, fleet, http, minutes, packer } from 'imago';

// Two layers from two Packer templates, as Packer itself would build them one after the other:
// the upper one gets the lower one's image id in its variable `source_ami`.
const base = packer('base', { template: 'images/base.json' });
const web = packer('web', { template: 'images/web.json', layers: { source_ami: base } });

export default defineProject({
  name: 'webapp',
  environments: {
    production: fleet({
      cloud: 'local',
      image: web,
      instanceType: 't3.small',
      size: { min: 2, desired: 3, max: 6 },
      loadBalancer: {
        listen: 80,
        port: 80,
        health: http('/healthz', { interval: '5s', healthyThreshold: 2, unhealthyThreshold: 2 }),
        deregistrationDelay: '10s',
      },
      strategy: blueGreen({ minHealthyTime: '1s', healthyDeadline: '15s', keepPrevious: minutes(30) }),
    }),
  },
});
