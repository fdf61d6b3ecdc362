import type { DeployPlan, ImageRef } from '@imago/engine';

const signs = { make: '+', change: '~', shift: '>', retire: '-', remove: '-' } as const;

/** What a deploy would do, one line per step. */
export function planText(plan: DeployPlan, image: ImageRef | undefined): string {
  const unfinished = plan.unfinished === undefined ? [] : [plan.unfinished.summary];
  if (!plan.changed) {
    const said =
      plan.settings === undefined
        ? `nothing to do: ${plan.from} is live with this image and these settings`
        : `${plan.from} is live with this image and takes over, with nothing replaced: ${plan.settings.join(', ')}`;
    return [...unfinished, said].join('\n');
  }
  const head = `${plan.from ?? 'nothing'} -> ${plan.to}, ${sizeText(plan)}`;
  const bake = image === undefined ? ['+ image: not baked yet, is baked first'] : [];
  const steps = plan.steps.map(
    ({ verb, what, detail }) => `${signs[verb]} ${what}${detail === '' ? '' : `: ${detail}`}`,
  );
  const refusal = plan.refusal === undefined ? [] : [`would be refused: ${plan.refusal}`];
  return [...unfinished, head, ...[...bake, ...steps].map((line) => `  ${line}`), ...refusal].join('\n');
}

function sizeText({ capacity, members }: DeployPlan): string {
  if (capacity === undefined) return `${members ?? 0} members`;
  const { min, desired, max } = capacity;
  return `${desired} instances (min ${min}, max ${max})`;
}
