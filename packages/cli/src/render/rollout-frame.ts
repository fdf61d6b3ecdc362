import {
  formatDuration,
  milliseconds,
  type ObservedInstance,
  type Side,
  type TargetState,
} from '@imago/engine';
import type { MemberLine } from './member-lines.ts';
import type { RolloutView } from './rollout-view.ts';
import { clip, type Paint, paintFor, type Screen } from './screen.ts';
import { sideHealth } from './side-health.ts';

const barWidth = 20;

/** The live view as text: what the prober saw, the sides with their share of the traffic, and every instance where there is room. */
export function rolloutFrame(view: RolloutView, screen: Screen): string {
  if (view.startedAt === undefined) return '';
  const paint = paintFor(screen);
  const elapsed = formatDuration(milliseconds(screen.now.getTime() - view.startedAt.getTime()));
  const head = [`${paint('bold', view.title)}  ${paint('dim', elapsed)}  ${view.doing}`];
  if (view.totals !== undefined) {
    const { requests, failures, p50Ms, p99Ms } = view.totals;
    const failed = paint(failures === 0 ? 'green' : 'red', `${failures} of ${requests} requests failed`);
    head.push(`  ${failed}  p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`);
  }
  head.push(...view.members.map((member) => memberLine(member, paint)));
  const sides = view.observed?.sides ?? [];
  const full = [...head, ...sides.flatMap((side) => [sideLine(side, paint), ...instanceLines(side, paint)])];
  // A frame that scrolls cannot be painted over: the instances go first.
  const lines = full.length < screen.height ? full : [...head, ...sides.map((side) => sideLine(side, paint))];
  return lines.map((line) => clip(line, screen.width)).join('\n');
}

function memberLine({ name, release, instance, word, healthy }: MemberLine, paint: Paint): string {
  const said = paint(healthy ? 'green' : 'yellow', word);
  return `  ${name}  ${release.padEnd(4)}  ${instance}  ${said}`;
}

function sideLine({ release, weight = 0, group }: Side, paint: Paint): string {
  const filled = Math.round((weight / 100) * barWidth);
  const bar = `${paint('cyan', '█'.repeat(filled))}${paint('dim', '░'.repeat(barWidth - filled))}`;
  const health = group === undefined ? '' : `  ${sideHealth(group)}`;
  return `  ${release.padEnd(5)} ${bar} ${String(weight).padStart(3)} %${health}`;
}

function instanceLines({ group }: Side, paint: Paint): readonly string[] {
  const instances = group?.instances ?? [];
  const widest = (of: (instance: ObservedInstance) => string): number =>
    Math.max(0, ...instances.map((instance) => of(instance).length));
  const stateWidth = widest(({ lifecycleState }) => lifecycleState);
  const healthWidth = widest(({ health }) => health);
  return instances.map(({ id, lifecycleState, health, description = '' }) => {
    const shown = paint(colors[health] ?? 'dim', health.padEnd(healthWidth));
    const line = `    ${id}  ${lifecycleState.padEnd(stateWidth)}  ${shown}`;
    return description === '' ? line.trimEnd() : `${line}  ${paint('dim', description)}`;
  });
}

const colors: Readonly<Partial<Record<TargetState, Parameters<Paint>[0]>>> = {
  healthy: 'green',
  unhealthy: 'red',
  initial: 'yellow',
  draining: 'yellow',
};
