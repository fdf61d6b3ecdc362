import { CreateVpcCommand, DeleteVpcCommand } from '@aws-sdk/client-ec2';
import { GetChangeCommand } from '@aws-sdk/client-route-53';
import { expect, test } from 'vitest';
import { createNamesController } from '../../src/controllers/names-controller.ts';
import { createZone, eachDnsCloud } from '../services/route53/route53-cloud.ts';

const it = eachDnsCloud('ec2');

test('a name server comes with its VPC and goes with it', async () => {
  await it.local.tick();
  expect(it.local.machines.names.size).toBe(1);
  const { Vpc } = await it.local.ec2.send(new CreateVpcCommand({ CidrBlock: '10.50.0.0/16' }));
  await it.local.tick();
  expect(it.local.machines.names.get(Vpc?.VpcId ?? '')?.address).toBe('10.50.0.1');
  await it.local.ec2.send(new DeleteVpcCommand({ VpcId: Vpc?.VpcId }));
  await it.local.tick();
  expect(it.local.machines.names.size).toBe(1);
});

test('while name servers fail, changes are PENDING and the reason is logged once', async () => {
  const logged: unknown[] = [];
  let trouble = true;
  const { cloud } = it.local;
  const controller = createNamesController({
    ...cloud,
    log: (event, facts) => logged.push([event, facts?.['reason']]),
    machines: {
      ...cloud.machines,
      nameServers: {
        apply: async () => {
          if (trouble) throw new Error('port 53 is taken');
        },
        keep: () => Promise.resolve(),
      },
    },
  });
  await createZone(it.local, 'a.test');
  await controller.tick();
  await controller.tick();
  expect(logged).toEqual([['name servers failed', 'port 53 is taken']]);
  const [change] = [...cloud.tables.dnsChanges.values()];
  expect(change?.status).toBe('PENDING');
  trouble = false;
  await controller.tick();
  const { ChangeInfo } = await it.local.route53.send(new GetChangeCommand({ Id: change?.id }));
  expect(ChangeInfo?.Status).toBe('INSYNC');
});
