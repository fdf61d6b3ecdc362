import { styleText } from 'node:util';
import { formatDuration, milliseconds, type ObservedInstance, type Side } from '@imago/engine';
import type { RolloutView } from './rollout-view.ts';

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const barWidth = 20;

/** The live view as text: the sides with their share of the traffic, every instance, and what the prober saw. */
export function rolloutFrame(
  view: RolloutView,
  screen: { readonly now: Date; readonly width: number; readonly color: boolean },
): string {
  if (view.startedAt === undefined) return '';
  const paint: Paint = (style, text) => (screen.color ? styleText(style, text) : text);
  const elapsed = formatDuration(milliseconds(screen.now.getTime() - view.startedAt.getTime()));
  const lines = [`${paint('bold', view.title)}  ${paint('dim', elapsed)}  ${view.doing}`];
  for (const side of view.observed?.sides ?? []) lines.push(...sideLines(side, paint));
  if (view.totals !== undefined) {
    const { requests, failures, p50Ms, p99Ms } = view.totals;
    const failed = paint(failures === 0 ? 'green' : 'red', `${failures} of ${requests} requests failed`);
    lines.push(`  ${failed}  p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`);
  }
  return lines.map((line) => clip(line, screen.width)).join('\n');
}

function sideLines(side: Side, paint: Paint): readonly string[] {
  const weight = side.weight ?? 0;
  const filled = Math.round((weight / 100) * barWidth);
  const bar = `${paint('cyan', '█'.repeat(filled))}${paint('dim', '░'.repeat(barWidth - filled))}`;
  const head = `  ${side.release.padEnd(5)} ${bar} ${String(weight).padStart(3)} %`;
  return [head, ...(side.group?.instances ?? []).map((instance) => `    ${instanceText(instance, paint)}`)];
}

const colors: Readonly<Record<string, Style>> = {
  healthy: 'green',
  unhealthy: 'red',
  initial: 'yellow',
  draining: 'yellow',
};

function instanceText(instance: ObservedInstance, paint: Paint): string {
  const health = paint(colors[instance.health] ?? 'dim', instance.health.padEnd(9));
  const why = instance.description === undefined ? '' : paint('dim', instance.description);
  return `${instance.id}  ${instance.lifecycleState.padEnd(11)} ${health} ${why}`.trimEnd();
}

/** Cuts a line that would wrap, which would confuse the repainting; colours do not count. */
function clip(line: string, width: number): string {
  // eslint-disable-next-line no-control-regex -- the escape character is what colours begin with
  const parts = line.split(/(\u001b\[[0-9;]*m)/);
  let room = width - 1;
  return parts
    .map((part, index) => {
      if (index % 2 === 1) return part;
      const kept = part.slice(0, Math.max(0, room));
      room -= kept.length;
      return kept;
    })
    .join('');
}
