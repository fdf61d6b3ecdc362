import { kindOf, shrinkBy } from '../shrink.ts';
import { simplerFates, withoutCommand } from '../shrink.ts';
import { runClusterSchedule } from './run-schedule.ts';
import type { ClusterSchedule } from './schedule.ts';

/** The smallest schedule of a cluster that still breaks the same invariant. */
export const shrinkCluster = (schedule: ClusterSchedule, violation: string): Promise<ClusterSchedule> =>
  shrinkBy(schedule, smaller, async (candidate) => {
    const { violations } = await runClusterSchedule(candidate);
    return violations.some((other) => kindOf(other) === kindOf(violation));
  });

/** Schedules that are a little smaller, the boldest first. */
function* smaller(schedule: ClusterSchedule): Generator<ClusterSchedule> {
  const { commands, events, weather } = schedule;
  for (let index = commands.length - 1; index >= 0; index -= 1) yield withoutCommand(schedule, index);
  for (let index = 0; index < events.length; index += 1) {
    yield { ...schedule, events: events.filter((_, other) => other !== index) };
  }
  if (schedule.size > 3) yield { ...schedule, size: 3 };
  if (schedule.volumes.length > 1) yield { ...schedule, volumes: ['data'] };
  if (schedule.bootstrap !== 'parallel') yield { ...schedule, bootstrap: 'parallel' };
  for (const [index, planned] of commands.entries()) {
    const replaced = (command: typeof planned): ClusterSchedule => ({
      ...schedule,
      commands: commands.map((other, at) => (at === index ? command : other)),
    });
    for (const simpler of simplerFates(planned)) yield replaced(simpler);
    const { command } = planned;
    if (command.kind !== 'deploy') continue;
    const { gates, beforeStop, afterMember, ...traits } = command.traits;
    const kept = {
      ...(beforeStop === undefined ? {} : { beforeStop }),
      ...(afterMember === undefined ? {} : { afterMember }),
    };
    if (gates.length > 0)
      yield replaced({ ...planned, command: { ...command, traits: { ...traits, ...kept, gates: [] } } });
    if (beforeStop !== undefined || afterMember !== undefined) {
      yield replaced({ ...planned, command: { ...command, traits: { ...traits, gates } } });
    }
    if (traits.snapshots) {
      yield replaced({
        ...planned,
        command: { ...command, traits: { ...traits, ...kept, gates, snapshots: false } },
      });
    }
    if (!command.image.includes('good'))
      yield replaced({ ...planned, command: { ...command, image: 'ami-good-1' } });
  }
  if (weather.stale > 0) yield { ...schedule, weather: { ...weather, stale: 0 } };
  if (schedule.ends) yield { ...schedule, ends: false };
}
