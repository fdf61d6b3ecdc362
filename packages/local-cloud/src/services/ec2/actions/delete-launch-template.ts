import { DeleteLaunchTemplateCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireLaunchTemplate } from '../find-launch-template.ts';
import { renderLaunchTemplate } from '../render-launch-template.ts';

/** EC2 DeleteLaunchTemplate: with all its versions. */
export const route: Route = on(DeleteLaunchTemplateCommand, (input, { cloud }) => {
  const template = requireLaunchTemplate(cloud, {
    id: input.LaunchTemplateId,
    name: input.LaunchTemplateName,
  });
  refuseDryRun(input.DryRun);
  cloud.tables.launchTemplates.delete(template.id);
  return { LaunchTemplate: renderLaunchTemplate(template) };
});
