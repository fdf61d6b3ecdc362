import { type EnvironmentSettings, ImagoError } from '@imago/engine';

/** Refuses a fleet, and says why it has no use for this. */
export function onlyCluster(
  name: string,
  kind: EnvironmentSettings['kind'],
  why: { readonly but: string; readonly fix: string },
): void {
  if (kind === 'cluster') return;
  const { but, fix } = why;
  throw new ImagoError({
    code: 'not-a-cluster',
    source: 'user',
    message: `${name} is a fleet, ${but}`,
    fix,
  });
}
