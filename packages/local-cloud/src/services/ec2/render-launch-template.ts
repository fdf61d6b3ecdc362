import type { LaunchTemplate, LaunchTemplateVersion, ResponseLaunchTemplateData } from '@aws-sdk/client-ec2';
import type { LaunchTemplateRecord, LaunchTemplateVersionRecord } from '../../store/records/ec2.ts';
import { renderTags } from './read-tags.ts';

/** A launch template as DescribeLaunchTemplates shows it. */
export function renderLaunchTemplate(record: LaunchTemplateRecord): LaunchTemplate {
  return {
    LaunchTemplateId: record.id,
    LaunchTemplateName: record.name,
    CreateTime: record.createdAt,
    CreatedBy: record.createdBy,
    DefaultVersionNumber: record.defaultVersion,
    LatestVersionNumber: record.latestVersion,
    Tags: renderTags(record.tags),
  };
}

/** A version as DescribeLaunchTemplateVersions shows it; its data has the same members as the request's. */
export function renderLaunchTemplateVersion(
  record: LaunchTemplateRecord,
  version: LaunchTemplateVersionRecord,
): LaunchTemplateVersion {
  const data: ResponseLaunchTemplateData = version.data;
  return {
    LaunchTemplateId: record.id,
    LaunchTemplateName: record.name,
    VersionNumber: version.version,
    VersionDescription: version.description,
    CreateTime: version.createdAt,
    CreatedBy: record.createdBy,
    DefaultVersion: version.version === record.defaultVersion,
    LaunchTemplateData: data,
  };
}
