import { CreateLaunchTemplateVersionCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireLaunchTemplate, requireLaunchTemplateVersion } from '../find-launch-template.ts';
import { readLaunchTemplateData } from '../launch-template-data.ts';
import { renderLaunchTemplateVersion } from '../render-launch-template.ts';

/** EC2 CreateLaunchTemplateVersion: what the request does not say comes from `SourceVersion`, if it names one. */
export const route: Route = on(CreateLaunchTemplateVersionCommand, (input, { cloud }) => {
  const template = requireLaunchTemplate(cloud, {
    id: input.LaunchTemplateId,
    name: input.LaunchTemplateName,
  });
  const source =
    input.SourceVersion === undefined
      ? undefined
      : requireLaunchTemplateVersion(template, input.SourceVersion);
  const data = readLaunchTemplateData({ ...source?.data, ...input.LaunchTemplateData });
  refuseDryRun(input.DryRun);
  const version = {
    version: template.latestVersion + 1,
    createdAt: cloud.now(),
    data,
    ...(input.VersionDescription === undefined ? {} : { description: input.VersionDescription }),
  };
  cloud.tables.launchTemplates.update(template.id, {
    latestVersion: version.version,
    versions: [...template.versions, version],
  });
  return { LaunchTemplateVersion: renderLaunchTemplateVersion(template, version) };
});
