import type { Capacity, Check, Observed, ObservedGroup, ObservedInstance, ReleaseId } from '@imago/engine';
import type { Decision } from '../../../src/strategies/decision.ts';
import type { Resized, Rollout } from '../../../src/strategies/rollout.ts';
import { ago, environment, now, rollout } from '../build.ts';
import { rollingSettings } from './play-rollout.ts';

export const four: Capacity = { min: 2, desired: 4, max: 6 };

/** An instance in service and healthy, launched an hour ago; `r2` ones a minute ago. */
export const instance = (
  id: string,
  release: ReleaseId,
  changes: Partial<ObservedInstance> = {},
): ObservedInstance => ({
  id,
  release,
  zone: 'a',
  lifecycleState: 'InService',
  launchedAt: release === 'r1' ? ago(3600) : ago(50),
  protected: false,
  health: 'healthy',
  ...changes,
});

/** The live side's group in the middle of a rollout from r1 to r2. */
export const group = (
  instances: readonly ObservedInstance[],
  changes: Partial<ObservedGroup> = {},
): ObservedGroup => ({
  name: 'shop',
  launches: 'r2',
  capacity: four,
  deleting: false,
  suspendedProcesses: ['AZRebalance'],
  instances,
  ...changes,
});

export const seen = (live: ObservedGroup, ...templates: readonly ReleaseId[]): Observed =>
  environment(
    { release: 'r1', launchTemplateId: 'lt-r1', targetGroupArn: 'arn:r1', weight: 100, group: live },
    ...templates.map((release) => ({ release, launchTemplateId: `lt-${release}` })),
  );

/** A rolling rollout that began two minutes ago; all instances in `healthy` were healthy all the time. */
export const rolled = (healthy: readonly ObservedInstance[], changes: Partial<Rollout> = {}): Rollout =>
  rollout({
    strategy: rollingSettings(),
    toSide: 'r1',
    fromSide: 'r1',
    before: [{ release: 'r1', launches: 'r1', capacity: four, suspendedProcesses: [], weight: 100 }],
    capacity: four,
    probed: false,
    startedAt: ago(120),
    preparedAt: ago(60),
    actedAt: ago(60),
    template: 'r2',
    healthySinceOf: Object.fromEntries(
      healthy.filter(({ health }) => health === 'healthy').map(({ id }) => [id, ago(30)]),
    ),
    progressAt: now,
    ...changes,
  });

/** Four on the release before, and four on the new one. */
export const [a, b, c, d] = ofFour('r1', ['a', 'b', 'c', 'd']);
export const [e, f, g, h] = ofFour('r2', ['e', 'f', 'g', 'h']);
export const old: readonly ObservedInstance[] = [a, b, c, d];
export const fresh: readonly ObservedInstance[] = [e, f, g, h];

type Four<T> = readonly [T, T, T, T];

function ofFour(release: ReleaseId, [i, j, k, l]: Four<string>): Four<ObservedInstance> {
  return [instance(i, release), instance(j, release), instance(k, release), instance(l, release)];
}

/** Four with one more, and how the journal has it. */
export const surge: Capacity = { min: 2, desired: 5, max: 6 };
export const resized: Resized = { at: ago(55), capacity: surge, atRest: four, back: false, uncertain: false };
export const gate: Check = { kind: 'approval', name: 'look', at: 'before-shift' };

/** A row of a table: a group, what is different in the rollout, and the templates that stand. */
export type Row = readonly [
  rule: string,
  live: ObservedGroup,
  changes: Partial<Rollout>,
  expected: string,
  templates?: readonly ReleaseId[],
];

type Case = readonly [rule: string, observed: Observed, rollout: Rollout, expected: string];

export const cases = (rows: readonly Row[], standing: readonly ReleaseId[]): readonly Case[] =>
  rows.map(([rule, live, changes, expected, templates = standing]) => [
    rule,
    seen(live, ...templates),
    rolled([...old, ...fresh], changes),
    expected,
  ]);

/** A decision in a few words: what tables compare. */
export function told(decision: Decision): string {
  if (decision.kind === 'turn-back') return `turn-back ${decision.because.kind}`;
  if (decision.kind !== 'act') return decision.kind;
  return decision.actions
    .map((action) => {
      if (action.kind === 'set-capacity') {
        const { min, desired, max } = action.capacity;
        return `size ${min}/${desired}/${max}`;
      }
      if (action.kind === 'terminate') {
        return `${action.shrink ? 'shrink' : 'end'} ${action.instances.join(' ')}`;
      }
      return action.kind;
    })
    .join(', ');
}
