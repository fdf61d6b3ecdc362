import { ModifyImageAttributeCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireOwnImage } from '../own-image.ts';

/** EC2 ModifyImageAttribute: the description, and who may launch; in its newer form and the older, with `OperationType`. */
export const route: Route = on(ModifyImageAttributeCommand, (input, { cloud }) => {
  const image = requireOwnImage(cloud, input.ImageId ?? '');
  refuseDryRun(input.DryRun);
  const older = [
    ...(input.UserIds ?? []).map((UserId) => ({ UserId })),
    ...(input.UserGroups ?? []).map((Group) => ({ Group })),
  ];
  const added = [...(input.LaunchPermission?.Add ?? []), ...(input.OperationType === 'add' ? older : [])];
  const removed = [
    ...(input.LaunchPermission?.Remove ?? []),
    ...(input.OperationType === 'remove' ? older : []),
  ];
  const users = new Set(image.launchPermissions);
  for (const permission of added)
    if ('UserId' in permission && permission.UserId) users.add(permission.UserId);
  for (const permission of removed)
    if ('UserId' in permission && permission.UserId) users.delete(permission.UserId);
  const all = (permission: object): boolean => 'Group' in permission && permission.Group === 'all';
  const description =
    input.Description?.Value ??
    (input.Attribute === 'description' ? input.Value : undefined) ??
    image.description;
  cloud.tables.images.update(image.id, {
    launchPermissions: [...users],
    public: (image.public || added.some(all)) && !removed.some(all),
    ...(description === undefined ? {} : { description }),
  });
  return {};
});
