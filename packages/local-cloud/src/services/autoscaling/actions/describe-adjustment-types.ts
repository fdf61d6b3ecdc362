import { DescribeAdjustmentTypesCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { ADJUSTMENT_TYPES } from '../read-policy.ts';

/** DescribeAdjustmentTypes: what `AdjustmentType` of a policy may be. */
export const route: Route = on(DescribeAdjustmentTypesCommand, () => ({
  AdjustmentTypes: ADJUSTMENT_TYPES.map((AdjustmentType) => ({ AdjustmentType })),
}));
