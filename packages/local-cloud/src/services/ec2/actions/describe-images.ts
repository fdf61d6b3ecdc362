import { DescribeImagesCommand } from '@aws-sdk/client-ec2';
import type { BlockDevice, ImageRecord } from '../../../store/records/ec2.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { renderImage } from '../render-image.ts';
import { IMAGE, requireRecords } from '../resource-kinds.ts';

const devices = (value: (device: BlockDevice) => string | undefined) => (image: ImageRecord) =>
  image.blockDevices.map(value);

const FILTERS: FilterTable<ImageRecord> = {
  'image-id': ({ id }) => id,
  name: ({ name }) => name,
  description: ({ description }) => description,
  state: ({ state }) => state,
  'state-reason-code': ({ stateReason }) => stateReason?.code,
  'state-reason-message': ({ stateReason }) => stateReason?.message,
  'owner-id': ({ ownerId }) => ownerId,
  'owner-alias': ({ ownerAlias }) => ownerAlias,
  'is-public': (image) => image.public,
  'creation-date': ({ createdAt }) => createdAt,
  'source-instance-id': ({ sourceInstanceId }) => sourceInstanceId,
  architecture: () => 'x86_64',
  'image-type': () => 'machine',
  'virtualization-type': () => 'hvm',
  hypervisor: () => 'xen',
  'ena-support': () => true,
  'sriov-net-support': () => 'simple',
  platform: () => undefined,
  'root-device-type': () => 'ebs',
  'root-device-name': ({ rootDeviceName }) => rootDeviceName,
  'block-device-mapping.device-name': devices(({ deviceName }) => deviceName),
  'block-device-mapping.snapshot-id': devices(({ snapshotId }) => snapshotId),
  'block-device-mapping.volume-size': devices(({ sizeGiB }) => String(sizeGiB)),
  'block-device-mapping.volume-type': devices(({ volumeType }) => volumeType),
  'block-device-mapping.delete-on-termination': devices(({ deleteOnTermination }) =>
    String(deleteOnTermination),
  ),
  'block-device-mapping.encrypted': devices(({ encrypted }) => String(encrypted)),
};

/** EC2 DescribeImages: public and own ones, by id, owner (`self`, an alias or an account) or filters. */
export const route: Route = on(DescribeImagesCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const asked = input.ImageIds?.length
    ? requireRecords(cloud, IMAGE, input.ImageIds)
    : [...cloud.tables.images.values()];
  const owners = new Set(input.Owners?.map((owner) => (owner === 'self' ? cloud.accountId : owner)));
  const owned = asked.filter(
    ({ ownerId, ownerAlias }) =>
      owners.size === 0 || owners.has(ownerId) || (ownerAlias !== undefined && owners.has(ownerAlias)),
  );
  const executable = input.ExecutableUsers?.length
    ? owned.filter((image) => isExecutableBy(image, input.ExecutableUsers ?? [], cloud.accountId))
    : owned;
  const { page, nextToken } = pageOf(applyFilters(executable, input.Filters, FILTERS), input, {
    ids: input.ImageIds,
    smallest: 1,
  });
  return { Images: page.map((image) => renderImage(cloud, image)), NextToken: nextToken };
});

function isExecutableBy(image: ImageRecord, users: readonly string[], accountId: string): boolean {
  return users.some((user) =>
    user === 'all' ? image.public : image.launchPermissions.includes(user === 'self' ? accountId : user),
  );
}
