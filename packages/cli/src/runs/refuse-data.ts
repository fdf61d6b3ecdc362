import { type EnvironmentSettings, ImagoError, type RehearsalKind } from '@imago/engine';

/** Refuses `--data` of a rehearsal that copies none: data are copied where a cluster is upgraded, and nowhere else. */
export function refuseData(name: string, kind: EnvironmentSettings['kind'], what: RehearsalKind): void {
  if (kind === 'cluster' && what === 'upgrade') return;
  const [message, fix] =
    kind === 'fleet'
      ? [`--data: ${name} is a fleet, which has no volumes`, 'leave --data out']
      : ['--data: what is created from nothing has no data', 'write --upgrade, or leave --data out'];
  throw new ImagoError({ code: 'no-data', source: 'user', message, fix });
}
