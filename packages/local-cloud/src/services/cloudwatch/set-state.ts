import type { LocalCloud } from '../../cloud.ts';
import type { AlarmRecord, AlarmState } from '../../store/records/cloudwatch.ts';
import { noteHistory } from './alarm-history.ts';

/** A state and why. */
export interface StateChange {
  readonly state: AlarmState;
  readonly reason: string;
  /** JSON. */
  readonly reasonData?: string | undefined;
  /** How long it is held in this state, whatever the data say. */
  readonly heldUntil?: Date | undefined;
}

/** Puts an alarm into a state; the alarms controller runs the actions of a transition. */
export function setState(cloud: LocalCloud, alarm: AlarmRecord, change: StateChange): void {
  const { state, reason, reasonData, heldUntil } = change;
  const now = cloud.now();
  const moved = state !== alarm.state;
  cloud.tables.alarms.put({
    ...alarm,
    state,
    stateReason: reason,
    stateReasonData: reasonData,
    stateUpdatedAt: now,
    heldUntil,
    ...(moved ? { stateTransitionedAt: now, actionsDue: true } : {}),
  });
  if (!moved) return;
  noteHistory(cloud, alarm.id, 'StateUpdate', `Alarm updated from ${alarm.state} to ${state}`, {
    oldState: renderState(alarm.state, alarm.stateReason, alarm.stateReasonData),
    newState: renderState(state, reason, reasonData),
  });
  cloud.log('alarm changed its state', { alarm: alarm.id, from: alarm.state, to: state });
  cloud.poke();
}

function renderState(stateValue: string, stateReason: string, data: string | undefined): object {
  return { stateValue, stateReason, ...(data === undefined ? {} : { stateReasonData: parse(data) }) };
}

/** SetAlarmState takes any text for data, though it should be JSON. */
function parse(data: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return data;
  }
}
