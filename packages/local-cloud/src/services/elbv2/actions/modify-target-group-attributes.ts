import { ModifyTargetGroupAttributesCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { on, type Route } from '../../../wire/route.ts';
import { changeAttributes, renderAttributes } from '../attributes.ts';
import { requireTargetGroup } from '../require-target-group.ts';
import { TARGET_GROUP_ATTRIBUTES } from '../target-group-attributes.ts';

/** ModifyTargetGroupAttributes. */
export const route: Route = on(ModifyTargetGroupAttributesCommand, (input, { cloud }) => {
  const { id, attributes } = requireTargetGroup(cloud, input.TargetGroupArn);
  const next = changeAttributes('Target group', TARGET_GROUP_ATTRIBUTES, attributes, input.Attributes);
  cloud.tables.targetGroups.update(id, { attributes: next });
  cloud.poke();
  return { Attributes: renderAttributes(next) };
});
