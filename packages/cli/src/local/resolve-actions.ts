import { ImagoError, nearestMatch } from '@imago/engine';
import type { FaultScope } from '@imago/local-cloud';

/** The scopes that `ACTION,ACTION` or `*` mean, spelt as AWS does; a misspelt one is refused with the nearest. */
export function resolveActions(
  text: string,
  service: string | undefined,
  served: readonly Required<FaultScope>[],
): readonly FaultScope[] {
  const services = new Set(served.map((known) => known.service));
  if (service !== undefined && !services.has(service)) {
    throw unknown(`the local cloud has no service ${service}`, service, services);
  }
  const actions = new Set(
    served.filter((known) => service === undefined || known.service === service).map(({ action }) => action),
  );
  return text.split(',').map((name) => {
    const asked = name.trim();
    const action = asked === '*' ? asked : spelling(asked, actions);
    if (action !== undefined) return { action, ...(service === undefined ? {} : { service }) };
    const where = service === undefined ? 'the local cloud' : service;
    throw unknown(`${where} has no action "${asked}"`, asked, actions);
  });
}

/** Case is no mistake, nor is the AWS CLI's form of a name: `run-instances`. */
function spelling(asked: string, actions: ReadonlySet<string>): string | undefined {
  const plain = asked.replaceAll('-', '').toLowerCase();
  return [...actions].find((action) => action.toLowerCase() === plain);
}

function unknown(message: string, name: string, known: ReadonlySet<string>): ImagoError {
  const nearest = nearestMatch(name.replaceAll('-', ''), known);
  const fix = nearest === undefined ? 'see `imago local faults set --help`' : `did you mean ${nearest}?`;
  return new ImagoError({ code: 'unknown-action', source: 'user', message, fix });
}
