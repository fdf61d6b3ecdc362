import type { LocalCloud } from '../../cloud.ts';
import type { LaunchTemplateRecord, LaunchTemplateVersionRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { LAUNCH_TEMPLATE, requireRecord } from './resource-kinds.ts';

/** How AWS's APIs point at a version of a launch template. No version means the default one. */
export interface LaunchTemplateReference {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly version?: string | undefined;
}

/** The template with this id or name, or AWS's error. */
export function requireLaunchTemplate(
  cloud: LocalCloud,
  { id, name }: { readonly id?: string | undefined; readonly name?: string | undefined },
): LaunchTemplateRecord {
  if ((id === undefined) === (name === undefined)) {
    throw new AwsError(
      id === undefined ? 'MissingParameter' : 'InvalidParameterCombination',
      'Exactly one of LaunchTemplateId and LaunchTemplateName must be specified.',
    );
  }
  if (id !== undefined) return requireRecord(cloud, LAUNCH_TEMPLATE, id);
  for (const record of cloud.tables.launchTemplates.values()) {
    if (record.name === name) return record;
  }
  throw new AwsError(
    'InvalidLaunchTemplateName.NotFoundException',
    `The specified launch template, with template name ${name}, does not exist.`,
  );
}

/** The version of a template that `version` means: a number, `$Latest` or `$Default`. */
export function requireLaunchTemplateVersion(
  record: LaunchTemplateRecord,
  version: string,
): LaunchTemplateVersionRecord {
  const number =
    version === '$Latest'
      ? record.latestVersion
      : version === '$Default'
        ? record.defaultVersion
        : Number(version);
  const found = record.versions.find((candidate) => candidate.version === number);
  if (found) return found;
  throw new AwsError(
    'InvalidLaunchTemplateId.VersionNotFound',
    `Could not find the specified version ${version} for the launch template with ID ${record.id}.`,
  );
}

/** Looks up a template and one of its versions at once. */
export function findLaunchTemplateVersion(
  cloud: LocalCloud,
  reference: LaunchTemplateReference,
): { readonly record: LaunchTemplateRecord; readonly version: LaunchTemplateVersionRecord } {
  const record = requireLaunchTemplate(cloud, reference);
  return { record, version: requireLaunchTemplateVersion(record, reference.version ?? '$Default') };
}
