import { DescribeAccountLimitsCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';

/** DescribeAccountLimits: AWS's defaults for a new account; the local cloud does not enforce them. */
export const route: Route = on(DescribeAccountLimitsCommand, (_input, { cloud }) => ({
  MaxNumberOfAutoScalingGroups: 500,
  MaxNumberOfLaunchConfigurations: 200,
  NumberOfAutoScalingGroups: cloud.tables.groups.size,
  NumberOfLaunchConfigurations: cloud.tables.launchConfigurations.size,
}));
