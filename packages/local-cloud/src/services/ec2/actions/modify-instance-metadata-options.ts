import { ModifyInstanceMetadataOptionsCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { renderInstance } from '../render-instance.ts';
import { INSTANCE, requireRecord } from '../resource-kinds.ts';

/** EC2 ModifyInstanceMetadataOptions: whether tokens are required, and whether tags are shown. */
export const route: Route = on(ModifyInstanceMetadataOptionsCommand, (input, { cloud }) => {
  const instance = requireRecord(cloud, INSTANCE, input.InstanceId ?? '');
  refuseDryRun(input.DryRun);
  const changed =
    cloud.tables.instances.update(instance.id, {
      metadataTokens: input.HttpTokens ?? instance.metadataTokens,
      metadataTags: input.InstanceMetadataTags
        ? input.InstanceMetadataTags === 'enabled'
        : (instance.metadataTags ?? false),
    }) ?? instance;
  return {
    InstanceId: instance.id,
    InstanceMetadataOptions: renderInstance(cloud, changed).MetadataOptions,
  };
});
