import type { GroupInstanceRecord, GroupRecord } from '../store/records/auto-scaling.ts';
import type { MemberFacts } from './groups-health.ts';

/** What brings a member on, from the state it is in towards the one it is meant to reach. */
export type Progress =
  | 'wait'
  | 'enter-service'
  | 'record-failed-launch'
  | 'deregister'
  | 'wait-for-draining'
  | 'terminate'
  | 'remove'
  | 'stand-by'
  | 'detach';

/**
 * Decides the next step of one member. A member on its way out leaves its target groups first and goes on when
 * it is drained; there is nothing to drain on an instance that does not run, and no time for it in a forced deletion.
 */
export function nextProgress(group: GroupRecord, member: GroupInstanceRecord, facts: MemberFacts): Progress {
  const { instanceState } = facts;
  const gone = instanceState === undefined || instanceState === 'terminated';
  switch (member.lifecycleState) {
    case 'Pending':
    case 'Pending:Wait':
    case 'Pending:Proceed':
      if (instanceState === 'running') return 'enter-service';
      return instanceState === 'pending' ? 'wait' : 'record-failed-launch';
    case 'Terminating':
    case 'Terminating:Wait':
    case 'Terminating:Proceed':
      if (gone) return 'remove';
      return (
        leave(facts, group.status !== undefined) ?? (instanceState === 'shutting-down' ? 'wait' : 'terminate')
      );
    case 'EnteringStandby':
      return leave(facts, false) ?? 'stand-by';
    case 'Detaching':
      return leave(facts, false) ?? 'detach';
    case 'Terminated':
    case 'Detached':
      return 'remove';
    case 'InService':
    case 'Standby':
    default:
      return 'wait';
  }
}

function leave(facts: MemberFacts, hurried: boolean): Progress | undefined {
  if (facts.targets.some(({ state }) => state !== 'draining')) return 'deregister';
  if (hurried || facts.instanceState !== 'running') return undefined;
  return facts.targets.length > 0 ? 'wait-for-draining' : undefined;
}
