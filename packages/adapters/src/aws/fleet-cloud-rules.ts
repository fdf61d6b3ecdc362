import { paginateDescribeRules } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Rule } from '@aws-sdk/client-elastic-load-balancing-v2';
import { parseReleaseId } from '@imago/engine';
import type { ReleaseId } from '@imago/engine';
import type { AwsClients } from './clients.ts';

/** Requests with this header go to the side that it names. */
export const testHeader = 'x-imago-release';

/** A listener rule that sends the requests which name a side to its target group. */
export interface TestRule {
  readonly arn: string;
  readonly release: ReleaseId;
  readonly targetGroupArn: string;
}

/** All rules of a listener, its default action among them: one call tells of weights and of test traffic. */
export async function findRules(aws: AwsClients, ListenerArn: string): Promise<readonly Rule[]> {
  const found: Rule[] = [];
  for await (const page of paginateDescribeRules({ client: aws.elbv2 }, { ListenerArn })) {
    found.push(...(page.Rules ?? []));
  }
  return found;
}

/** The rules that look like ours: the header alone, and a forward. Who changes one asks for its tags first. */
export function testRulesIn(rules: readonly Rule[]): readonly TestRule[] {
  return rules.flatMap((rule) => {
    const [condition, ...others] = rule.Conditions ?? [];
    const { HttpHeaderName = '', Values = [] } = condition?.HttpHeaderConfig ?? {};
    const release = Values.length === 1 ? parseReleaseId(Values[0] ?? '') : undefined;
    const targetGroupArn = forwardsTo(rule);
    const ours = others.length === 0 && HttpHeaderName.toLowerCase() === testHeader;
    if (!ours || release === undefined || targetGroupArn === undefined || rule.RuleArn === undefined)
      return [];
    return [{ arn: rule.RuleArn, release, targetGroupArn }];
  });
}

function forwardsTo({ Actions = [] }: Rule): string | undefined {
  const [action] = Actions;
  if (action?.Type !== 'forward') return undefined;
  return action.TargetGroupArn ?? action.ForwardConfig?.TargetGroups?.[0]?.TargetGroupArn;
}
