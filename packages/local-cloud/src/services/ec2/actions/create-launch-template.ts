import { CreateLaunchTemplateCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { newId } from '../../ids.ts';
import { refuseDryRun } from '../dry-run.ts';
import { readLaunchTemplateData } from '../launch-template-data.ts';
import { readTagSpecification } from '../read-tags.ts';
import { renderLaunchTemplate } from '../render-launch-template.ts';

/** EC2 CreateLaunchTemplate: a template with its first version. */
export const route: Route = on(CreateLaunchTemplateCommand, (input, { cloud }) => {
  const name = input.LaunchTemplateName ?? '';
  if (!/^[A-Za-z0-9().\-/_]{3,128}$/.test(name)) {
    throw new AwsError(
      'InvalidLaunchTemplateName.MalformedException',
      `Launch template names must be between 3 and 128 characters long, and may contain letters, numbers, and ( ) . - / _ , not '${name}'`,
    );
  }
  for (const template of cloud.tables.launchTemplates.values()) {
    if (template.name === name) {
      throw new AwsError(
        'InvalidLaunchTemplateName.AlreadyExistsException',
        'Launch template name already in use.',
      );
    }
  }
  const data = readLaunchTemplateData(input.LaunchTemplateData);
  const tags = readTagSpecification(input.TagSpecifications, 'launch-template');
  refuseDryRun(input.DryRun);
  const createdAt = cloud.now();
  const description = input.VersionDescription;
  const template = cloud.tables.launchTemplates.put({
    id: newId('lt'),
    name,
    createdAt,
    createdBy: `arn:aws:iam::${cloud.accountId}:root`,
    defaultVersion: 1,
    latestVersion: 1,
    versions: [{ version: 1, createdAt, data, ...(description === undefined ? {} : { description }) }],
    tags,
  });
  return { LaunchTemplate: renderLaunchTemplate(template) };
});
