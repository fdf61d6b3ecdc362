import { AwsError } from '../../wire/aws-error.ts';

/** The termination policies that DescribeTerminationPolicyTypes lists. */
export const TERMINATION_POLICIES = [
  'AllocationStrategy',
  'ClosestToNextInstanceHour',
  'Default',
  'NewestInstance',
  'OldestInstance',
  'OldestLaunchConfiguration',
  'OldestLaunchTemplate',
] as const;

/** The termination policies that a request names; `Default` when it names none. */
export function readTerminationPolicies(names: readonly string[] | undefined): readonly string[] {
  if (!names || names.length === 0) return ['Default'];
  const known: readonly string[] = TERMINATION_POLICIES;
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  throw new AwsError(
    'ValidationError',
    `${unknown} is not a valid termination policy. The valid termination policies are [${TERMINATION_POLICIES.join(', ')}].`,
  );
}
