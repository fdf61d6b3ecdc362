import type { BeforeStop } from '../../model/cluster.ts';
import type {
  Check,
  CheckRequest,
  GatePoint,
  GateSettings,
  HookPoint,
  HookSettings,
} from '../../model/check.ts';
import { gatesAt } from '../ask-checks.ts';
import { passChecks, requestsOf } from '../pass-checks.ts';
import type { CheckSubject, ChecksSeen } from '../pass-checks.ts';
import type { ClusterDecision, ClusterTask } from './cluster-task.ts';
import type { MemberView } from './member-view.ts';

/** Lets by when these checks have passed; they are about the instances of these members. */
export const pass = (
  checks: readonly Check[],
  stage: string,
  { rollout }: ClusterTask,
  members: readonly MemberView[],
): ClusterDecision | undefined =>
  passChecks(checks, seenOf(rollout), { stage, instances: instancesOf(members) });

/** Gates of a point. Going back to what was live, and healing, ask none: they are done because something is wrong. */
export const clusterGates = (
  { rollout: { kind, checks, told } }: ClusterTask,
  point: GatePoint,
): readonly GateSettings[] => (kind === 'deploy' ? gatesAt({ kind, checks, told }, point) : []);

/** Hooks of a point, tests among them. */
export const clusterHooks = (
  { rollout: { checks } }: ClusterTask,
  point: HookPoint,
): readonly HookSettings[] =>
  checks.filter((check): check is HookSettings => check.kind === 'hook' && check.at === point);

/** What a member knows of itself, for the commands that are run on it: written there at its launch. */
const knowingItself = 'set -a; . /etc/imago/member.env; set +a; ';

/** The command that is run on a member before it is stopped, as a check that is asked once. */
export const beforeStopCheck = ({ run, timeout, onFailure }: BeforeStop): HookSettings => ({
  kind: 'hook',
  name: 'before-stop',
  at: 'before-member',
  action: { kind: 'instances', run: knowingItself + run },
  timeout,
  onFailure: onFailure === 'stop' ? 'turn-back' : 'ignore',
});

/** The stage of what is asked about one instance of a member. A member that is replaced twice is asked about twice. */
export const stageOf = ({ name, instance }: MemberView): string => `${name}@${instance?.id ?? ''}`;

/** Whether what is done before a member is stopped has begun: from there on it is the one that goes. */
export function isBegun(
  { checkStates, checkEnds }: Pick<ChecksSeen, 'checkStates' | 'checkEnds'>,
  view: MemberView,
  checks: readonly Check[],
): boolean {
  const stage = stageOf(view);
  return checks.some(
    ({ name }) =>
      checkStates[`${stage}/${name}`] !== undefined || checkEnds[`${stage}/${name}`] !== undefined,
  );
}

/** Has a wait carry on hooks that have begun, and gates that always hold: what a hook does is not done twice. */
export function carryOnChecks(decision: ClusterDecision, task: ClusterTask): ClusterDecision {
  if (decision.kind !== 'wait') return decision;
  const asked = decision.checks ?? [];
  const more = [...alwaysAsked(task), ...begunHooks(task)];
  const checks = [...asked, ...more.filter(({ key }) => !asked.some((one) => one.key === key))];
  return checks.length === 0 ? decision : { ...decision, checks };
}

/** Lets by while no gate has failed that is to hold all the time. */
export function passAlways(task: ClusterTask): ClusterDecision | undefined {
  const { checkStates, checkEnds, told } = task.rollout;
  const ended = clusterGates(task, 'always').filter(({ name }) => {
    const key = `always/${name}`;
    return (
      checkStates[key]?.state === 'failed' ||
      told.overrides[name] !== undefined ||
      checkEnds[key] !== undefined
    );
  });
  return pass(ended, 'always', task, task.members);
}

function alwaysAsked(task: ClusterTask): readonly CheckRequest[] {
  const up = task.members.filter((member) => member.up);
  if (up.length === 0 || task.rollout.turnedBack !== undefined) return [];
  const open = clusterGates(task, 'always').filter(
    ({ name }) => task.rollout.checkEnds[`always/${name}`] === undefined,
  );
  return requestsOf(open, seenOf(task.rollout), { stage: 'always', instances: instancesOf(up) });
}

function begunHooks(task: ClusterTask): readonly CheckRequest[] {
  const { rollout, members } = task;
  const { settings, fromSettings, checkStates, checkEnds } = rollout;
  const hooks = [
    ...clusterHooks(task, 'before-member'),
    ...clusterHooks(task, 'after-member'),
    ...[settings.beforeStop ?? fromSettings?.beforeStop].flatMap((one) =>
      one === undefined ? [] : [beforeStopCheck(one)],
    ),
  ];
  const stages = [
    ...members.map((view) => ({ stage: stageOf(view), views: [view], checks: hooks })),
    { stage: 'end', views: members, checks: clusterHooks(task, 'after-shift') },
  ];
  return stages.flatMap(({ stage, views, checks }) => {
    const begun = checks.filter(({ name }) => {
      const key = `${stage}/${name}`;
      return checkStates[key] !== undefined && checkEnds[key] === undefined;
    });
    return requestsOf(begun, seenOf(rollout), { stage, instances: instancesOf(views) });
  });
}

/** As checks of fleets name the releases that are compared. */
function seenOf({ checkStates, checkEnds, told, to, from }: ClusterTask['rollout']): ChecksSeen {
  const seen = { checkStates, checkEnds, told, toSide: to };
  return from === undefined ? seen : { ...seen, fromSide: from };
}

const instancesOf = (members: readonly MemberView[]): CheckSubject['instances'] =>
  members.flatMap(({ instance, seen }) => {
    if (instance === undefined) return [];
    const address = seen?.networkInterface?.address;
    return [address === undefined ? { id: instance.id } : { id: instance.id, address }];
  });
