import { DescribeVolumesModificationsCommand } from '@aws-sdk/client-ec2';
import type { Tags } from '../../../store/records/ec2.ts';
import type { VolumeModificationRecord } from '../../../store/records/volumes.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { renderModification } from '../render-volume.ts';
import { requireRecords, VOLUME } from '../resource-kinds.ts';

interface Modified {
  readonly id: string;
  readonly tags: Tags;
  readonly modification: VolumeModificationRecord;
}

const FILTERS: FilterTable<Modified> = {
  'volume-id': ({ id }) => id,
  'modification-state': ({ modification }) => modification.state,
  'original-size': ({ modification }) => modification.original.sizeGiB,
  'original-volume-type': ({ modification }) => modification.original.volumeType,
  'original-iops': ({ modification }) => modification.original.iops,
  'target-size': ({ modification }) => modification.target.sizeGiB,
  'target-volume-type': ({ modification }) => modification.target.volumeType,
  'target-iops': ({ modification }) => modification.target.iops,
  'start-time': ({ modification }) => modification.startedAt,
  originalMultiAttachEnabled: () => false,
  targetMultiAttachEnabled: () => false,
};

/** EC2 DescribeVolumesModifications: the last one of each volume that was ever modified. */
export const route: Route = on(DescribeVolumesModificationsCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const asked = input.VolumeIds?.length
    ? requireRecords(cloud, VOLUME, input.VolumeIds)
    : [...cloud.tables.volumes.values()];
  const never = input.VolumeIds?.length ? asked.find(({ modification }) => !modification) : undefined;
  if (never) {
    throw new AwsError(
      'InvalidVolumeModification.NotFound',
      `Modification for volume '${never.id}' does not exist.`,
    );
  }
  const modified = asked.flatMap(({ id, tags, modification }) =>
    modification ? { id, tags, modification } : [],
  );
  const { page, nextToken } = pageOf(applyFilters(modified, input.Filters, FILTERS), input, {
    ids: input.VolumeIds,
    smallest: 1,
  });
  return {
    VolumesModifications: page.map(({ id, modification }) => renderModification(id, modification)),
    NextToken: nextToken,
  };
});
