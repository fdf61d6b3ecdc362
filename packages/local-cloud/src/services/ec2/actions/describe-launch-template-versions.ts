import { DescribeLaunchTemplateVersionsCommand } from '@aws-sdk/client-ec2';
import type { LaunchTemplateRecord, LaunchTemplateVersionRecord, Tags } from '../../../store/records/ec2.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireLaunchTemplate, requireLaunchTemplateVersion } from '../find-launch-template.ts';
import type { LaunchPart } from '../launch.ts';
import { readLaunch } from '../read-launch.ts';
import { renderLaunchTemplateVersion } from '../render-launch-template.ts';

interface Shown {
  readonly id: string;
  readonly tags: Tags;
  readonly record: LaunchTemplateRecord;
  readonly version: LaunchTemplateVersionRecord;
}

const part =
  (value: (launch: LaunchPart) => string | boolean | undefined) =>
  ({ version }: Shown) =>
    value(readLaunch(version.data));

const FILTERS: FilterTable<Shown> = {
  'create-time': ({ version }) => version.createdAt,
  'is-default-version': ({ record, version }) => record.defaultVersion === version.version,
  'image-id': part(({ imageId }) => imageId),
  'instance-type': part(({ instanceType }) => instanceType),
  'ebs-optimized': part(({ ebsOptimized }) => ebsOptimized),
  'iam-instance-profile': part(({ instanceProfile }) => instanceProfile?.name ?? instanceProfile?.arn),
  'http-tokens': part(({ metadataTokens }) => metadataTokens),
};

/**
 * EC2 DescribeLaunchTemplateVersions, newest first: of one template, or `$Latest` and `$Default` of all.
 */
export const route: Route = on(DescribeLaunchTemplateVersionsCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const { LaunchTemplateId: id, LaunchTemplateName: name, Versions: versions = [] } = input;
  const ofAll = id === undefined && name === undefined;
  if (ofAll && (versions.length === 0 || versions.some((version) => !version.startsWith('$')))) {
    throw new AwsError(
      'MissingParameter',
      'Either a launch template ID or a launch template name must be specified in the request.',
    );
  }
  const templates = ofAll
    ? [...cloud.tables.launchTemplates.values()]
    : [requireLaunchTemplate(cloud, { id, name })];
  const asked = templates.flatMap((record) => {
    const found =
      versions.length > 0
        ? new Set(versions.map((version) => requireLaunchTemplateVersion(record, version)))
        : record.versions;
    return [...found]
      .filter(
        ({ version }) =>
          version >= Number(input.MinVersion ?? 1) && version <= Number(input.MaxVersion ?? Infinity),
      )
      .sort((a, b) => b.version - a.version)
      .map((version): Shown => ({
        id: `${record.id}/${version.version}`,
        tags: record.tags,
        record,
        version,
      }));
  });
  const { page, nextToken } = pageOf(applyFilters(asked, input.Filters, FILTERS), input, { smallest: 1 });
  return {
    LaunchTemplateVersions: page.map(({ record, version }) => renderLaunchTemplateVersion(record, version)),
    NextToken: nextToken,
  };
});
