import { CreateRuleCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { on, type Route } from '../../../wire/route.ts';
import { allocateSlot } from '../allocate-slot.ts';
import { newRuleArn } from '../arns.ts';
import { readAction } from '../read-action.ts';
import { readConditions } from '../read-conditions.ts';
import { readPriority } from '../read-priority.ts';
import { readTags } from '../read-tags.ts';
import { refuseTransforms } from '../refuse-unsupported.ts';
import { renderRule } from '../render-rule.ts';
import { requireListener } from '../require-listener.ts';
import { requireLoadBalancer } from '../require-load-balancer.ts';

/** CreateRule: one action for the requests that meet all of its conditions. */
export const route: Route = on(CreateRuleCommand, (input, { cloud }) => {
  const { id: listenerArn, loadBalancerArn } = requireListener(cloud, input.ListenerArn);
  refuseTransforms(input.Transforms);
  const record = cloud.tables.rules.put({
    id: newRuleArn(listenerArn),
    listenerArn,
    priority: readPriority(cloud, listenerArn, input.Priority),
    slot: allocateSlot(cloud, loadBalancerArn),
    conditions: readConditions(input.Conditions),
    action: readAction(cloud, requireLoadBalancer(cloud, loadBalancerArn), input.Actions, 'rule'),
    tags: readTags(input.Tags),
  });
  cloud.poke();
  return { Rules: [renderRule(record)] };
});
