import { CreateSecurityGroupCommand } from '@aws-sdk/client-ec2';
import { SetSecurityGroupsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { createLoadBalancer, eachLoadBalancingCloud } from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();

test('the security groups of a load balancer are replaced', async () => {
  const arn = await createLoadBalancer(it.local, 'web');
  const { GroupId = '' } = await it.local.ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'lb', Description: 'lb', VpcId: it.local.vpcId }),
  );
  const answer = await it.local.elbv2.send(
    new SetSecurityGroupsCommand({ LoadBalancerArn: arn, SecurityGroups: [GroupId] }),
  );
  expect(answer.SecurityGroupIds).toEqual([GroupId]);
  expect(it.local.cloud.tables.loadBalancers.get(arn)?.securityGroupIds).toEqual([GroupId]);
});
