import { DescribeScalingProcessTypesCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { PROCESSES } from '../processes.ts';

/** DescribeScalingProcessTypes: what may be suspended. */
export const route: Route = on(DescribeScalingProcessTypesCommand, () => ({
  Processes: PROCESSES.map((name) => ({ ProcessName: name })),
}));
