import { DescribeLifecycleHookTypesCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { TRANSITIONS } from '../lifecycle-hooks.ts';

/** DescribeLifecycleHookTypes: the transitions that a hook may hold up. */
export const route: Route = on(DescribeLifecycleHookTypesCommand, () => ({
  LifecycleHookTypes: [...TRANSITIONS],
}));
