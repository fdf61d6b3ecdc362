import { DescribeAccountAttributesCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireDefaultVpc } from '../require-default-vpc.ts';

/** EC2 DescribeAccountAttributes. */
export const route: Route = on(DescribeAccountAttributesCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const values: Readonly<Record<string, string>> = {
    'supported-platforms': 'VPC',
    'default-vpc': requireDefaultVpc(cloud).id,
    'max-instances': '1000',
    'vpc-max-security-groups-per-interface': '5',
    'max-elastic-ips': '5',
    'vpc-max-elastic-ips': '5',
  };
  const names: readonly string[] = input.AttributeNames?.length ? input.AttributeNames : Object.keys(values);
  return {
    AccountAttributes: names.map((name) => ({
      AttributeName: name,
      AttributeValues: [{ AttributeValue: values[name] }],
    })),
  };
});
