import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { requireAlarm } from '../require-alarm.ts';
import { setState } from '../set-state.ts';
import { evaluationStepMs } from '../watched.ts';

/** SetAlarmState: with the actions of a transition. The data decide again after a whole interval of evaluation. */
export const route: Route = on(SetAlarmStateCommand, (input, { cloud }) => {
  const alarm = requireAlarm(cloud, input.AlarmName);
  const { StateValue: state, StateReason: reason = '', StateReasonData: reasonData } = input;
  if (state !== 'OK' && state !== 'ALARM' && state !== 'INSUFFICIENT_DATA') {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value '${state ?? 'null'}' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]`,
    );
  }
  const heldUntil = new Date(cloud.now().getTime() + evaluationStepMs(alarm));
  setState(cloud, alarm, { state, reason, reasonData, heldUntil });
  return {};
});
