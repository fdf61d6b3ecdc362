import {
  DeleteLaunchTemplateVersionsCommand,
  type DeleteLaunchTemplateVersionsResponseErrorItem,
} from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireLaunchTemplate } from '../find-launch-template.ts';

/** EC2 DeleteLaunchTemplateVersions: what cannot be deleted is told for each version, not as an error. */
export const route: Route = on(DeleteLaunchTemplateVersionsCommand, (input, { cloud }) => {
  const template = requireLaunchTemplate(cloud, {
    id: input.LaunchTemplateId,
    name: input.LaunchTemplateName,
  });
  refuseDryRun(input.DryRun);
  const item = (VersionNumber: number) => ({
    LaunchTemplateId: template.id,
    LaunchTemplateName: template.name,
    VersionNumber,
  });
  const deleted = new Set<number>();
  const refused: DeleteLaunchTemplateVersionsResponseErrorItem[] = [];
  for (const number of (input.Versions ?? []).map(Number)) {
    if (number === template.defaultVersion) {
      const Message = 'The default version of a launch template cannot be deleted.';
      refused.push({ ...item(number), ResponseError: { Code: 'unexpectedError', Message } });
    } else if (template.versions.some(({ version }) => version === number)) {
      deleted.add(number);
    } else {
      const Message = `Launch template version ${number} does not exist.`;
      refused.push({
        ...item(number),
        ResponseError: { Code: 'launchTemplateVersionDoesNotExist', Message },
      });
    }
  }
  cloud.tables.launchTemplates.update(template.id, {
    versions: template.versions.filter(({ version }) => !deleted.has(version)),
  });
  return {
    SuccessfullyDeletedLaunchTemplateVersions: [...deleted].map(item),
    UnsuccessfullyDeletedLaunchTemplateVersions: refused,
  };
});
