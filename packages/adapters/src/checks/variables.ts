import type { CheckContext, CheckRequest } from '@imago/engine';

/** What a command learns of the rollout that it is part of. */
export function variablesOf(
  { instances }: Pick<CheckRequest, 'instances'>,
  { environment, to, from, url }: CheckContext,
): Readonly<Record<string, string>> {
  return {
    IMAGO_PROJECT: environment.project,
    IMAGO_ENVIRONMENT: environment.environment,
    IMAGO_RELEASE: to,
    IMAGO_PREVIOUS: from ?? '',
    IMAGO_URL: url ?? '',
    IMAGO_INSTANCES: instances.flatMap(({ address }) => address ?? []).join(' '),
  };
}

/** The same in front of a command for a remote shell. */
export function exported(variables: Readonly<Record<string, string>>): string {
  const assigned = Object.entries(variables).map(
    ([name, value]) => `${name}='${value.replaceAll("'", `'\\''`)}'`,
  );
  return `export ${assigned.join(' ')}; `;
}
