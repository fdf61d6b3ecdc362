import type { GroupInstanceRecord, GroupRecord } from '../store/records/auto-scaling.ts';
import type { MemberFacts } from './groups-health.ts';

/** What brings a member on, from the state it is in towards the one it is meant to reach. */
export type Progress =
  | 'wait'
  | 'enter-service'
  | 'record-failed-launch'
  | 'abandon-launch'
  | 'hold-termination'
  | 'proceed'
  | 'deregister'
  | 'wait-for-draining'
  | 'terminate'
  | 'remove'
  | 'stand-by'
  | 'detach';

/**
 * Decides the next step of one member. A member on its way out leaves its target groups first and goes on when
 * it is drained and its lifecycle hooks let it; there is nothing to drain on an instance that does not run, and no
 * time for either in a forced deletion.
 */
export function nextProgress(group: GroupRecord, member: GroupInstanceRecord, facts: MemberFacts): Progress {
  const { instanceState } = facts;
  const gone = isGone(facts);
  const hurried = group.status !== undefined;
  switch (member.lifecycleState) {
    case 'Pending':
    case 'Pending:Wait':
    case 'Pending:Proceed':
      if (instanceState !== 'running' && instanceState !== 'pending') return 'record-failed-launch';
      if (member.lifecycleState === 'Pending:Wait') return afterLaunchHooks(facts);
      return instanceState === 'running' ? 'enter-service' : 'wait';
    case 'Terminating': {
      const leaving = gone ? undefined : leave(facts, hurried);
      if (leaving !== undefined) return leaving;
      return facts.terminationHeld && !hurried ? 'hold-termination' : end(facts);
    }
    case 'Terminating:Wait':
      return facts.lifecycle?.kind === 'waiting' && !hurried ? 'wait' : 'proceed';
    case 'Terminating:Proceed':
      return end(facts);
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

function afterLaunchHooks({ lifecycle }: MemberFacts): Progress {
  if (lifecycle?.kind === 'waiting') return 'wait';
  return lifecycle?.kind === 'abandon' ? 'abandon-launch' : 'proceed';
}

function end(facts: MemberFacts): Progress {
  if (isGone(facts)) return 'remove';
  return facts.instanceState === 'shutting-down' ? 'wait' : 'terminate';
}

function isGone({ instanceState }: MemberFacts): boolean {
  return instanceState === undefined || instanceState === 'terminated';
}

function leave(facts: MemberFacts, hurried: boolean): Progress | undefined {
  if (facts.targets.some(({ state }) => state !== 'draining')) return 'deregister';
  if (hurried || facts.instanceState !== 'running') return undefined;
  return facts.targets.length > 0 ? 'wait-for-draining' : undefined;
}
