import type { Check, CheckRequest } from '../model/check.ts';
import type { ObservedInstance } from '../model/observed.ts';
import type { Note } from '../model/rollout.ts';
import type { Decision } from './decision.ts';
import type { Rollout } from './rollout.ts';

/** What is known of the checks of a rollout, whatever is rolled out. */
export type ChecksSeen = Pick<Rollout, 'checkStates' | 'checkEnds' | 'told' | 'toSide' | 'fromSide'>;

/** What checks at a stage of a rollout are about. */
export interface CheckSubject {
  /** Name of the stage; part of each check's key, so that a check may be asked at every step. */
  readonly stage: string;
  readonly instances: readonly Pick<ObservedInstance, 'id' | 'address'>[];
}

/**
 * Lets the rollout by when all these checks have passed: undefined then, and what is to be done until then otherwise.
 * Checks of a stage go on side by side; approvals come last, so that a person is asked about what works.
 */
export function passChecks(
  checks: readonly Check[],
  rollout: ChecksSeen,
  { stage, instances }: CheckSubject,
): Decision<never> | undefined {
  const open = checks.filter(({ name }) => rollout.checkEnds[`${stage}/${name}`] === undefined);
  const notes = open.flatMap((check): readonly Note[] => {
    const ended = endOf(check, `${stage}/${check.name}`, rollout);
    return ended === undefined ? [] : [ended];
  });
  if (notes.length > 0) return { kind: 'note', notes };

  const failed = checks.find((check) => failsRollout(check, rollout, stage));
  if (failed !== undefined) {
    const detail = rollout.checkEnds[`${stage}/${failed.name}`]?.detail ?? '';
    const test = failed.kind === 'test' ? { test: failed.at } : {};
    return { kind: 'turn-back', because: { kind: 'check-failed', check: failed.name, detail, ...test } };
  }
  const requests = requestsOf(open, rollout, { stage, instances });
  if (requests.length > 0) {
    const names = requests.map(({ check }) => check.name).join(', ');
    return { kind: 'wait', reason: `${names} to pass`, checks: requests };
  }
  const approval = open.find(({ kind }) => kind === 'approval');
  if (approval === undefined) return undefined;
  return { kind: 'hold', why: 'approval', reason: `${approval.name} is to be approved` };
}

/** What is asked of the loop for these checks. A person is asked otherwise. */
export function requestsOf(
  checks: readonly Check[],
  { toSide: canary, fromSide: baseline }: ChecksSeen,
  { stage, instances }: CheckSubject,
): readonly CheckRequest[] {
  const sides = baseline === undefined ? { canary } : { canary, baseline };
  return checks.flatMap((check): readonly CheckRequest[] => {
    if (check.kind === 'approval') return [];
    return [{ key: `${stage}/${check.name}`, check, instances: instances.map(subjectOf), ...sides }];
  });
}

/** The end of a check that has come to one, to be written down. */
function endOf(check: Check, key: string, rollout: ChecksSeen): Note | undefined {
  const { name } = check;
  const state = rollout.checkStates[key];
  const reason = rollout.told.overrides[name];
  if (reason !== undefined) return { kind: 'check', key, name, result: 'overridden', detail: reason };
  if (check.kind === 'approval') {
    const { promoted } = rollout.told;
    return promoted ? { kind: 'check', key, name, result: 'passed', detail: 'approved' } : undefined;
  }
  if (state === undefined || state.state === 'running') return undefined;
  return { kind: 'check', key, name, result: state.state, detail: state.detail };
}

/** A failed gate fails the rollout, a failed hook where it says so; what was overridden since does not. */
function failsRollout(check: Check, rollout: ChecksSeen, stage: string): boolean {
  if (rollout.checkEnds[`${stage}/${check.name}`]?.result !== 'failed') return false;
  if (rollout.told.overrides[check.name] !== undefined) return false;
  return check.kind !== 'hook' || check.onFailure === 'turn-back';
}

const subjectOf = ({ id, address }: CheckSubject['instances'][number]): CheckRequest['instances'][number] =>
  address === undefined ? { id } : { id, address };
