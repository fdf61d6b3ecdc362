import type { InstanceStateChange } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../cloud.ts';
import type { InstanceRecord, InstanceState } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { renderState } from './render-instance.ts';

/** How an instance's state changed between `before` and now, as Start-, Stop- and TerminateInstances show it. */
export function renderStateChanges(
  cloud: LocalCloud,
  before: readonly InstanceRecord[],
): InstanceStateChange[] {
  return before.map(({ id, state }) => ({
    InstanceId: id,
    PreviousState: renderState(state),
    CurrentState: renderState(cloud.tables.instances.get(id)?.state ?? state),
  }));
}

/** Refuses the whole request when an instance is in none of the states that it is meant for. */
export function requireStates(
  instances: readonly InstanceRecord[],
  allowed: readonly InstanceState[],
  verb: string,
): void {
  const wrong = instances.find(({ state }) => !allowed.includes(state));
  if (wrong) {
    throw new AwsError(
      'IncorrectInstanceState',
      `The instance '${wrong.id}' is not in a state from which it can be ${verb}.`,
    );
  }
}
