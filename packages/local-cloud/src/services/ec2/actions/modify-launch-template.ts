import { ModifyLaunchTemplateCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireLaunchTemplate, requireLaunchTemplateVersion } from '../find-launch-template.ts';
import { renderLaunchTemplate } from '../render-launch-template.ts';

/** EC2 ModifyLaunchTemplate: sets the default version. */
export const route: Route = on(ModifyLaunchTemplateCommand, (input, { cloud }) => {
  const template = requireLaunchTemplate(cloud, {
    id: input.LaunchTemplateId,
    name: input.LaunchTemplateName,
  });
  const { version } = requireLaunchTemplateVersion(template, input.DefaultVersion ?? '$Default');
  refuseDryRun(input.DryRun);
  const changed = cloud.tables.launchTemplates.update(template.id, { defaultVersion: version });
  return { LaunchTemplate: renderLaunchTemplate(changed ?? template) };
});
