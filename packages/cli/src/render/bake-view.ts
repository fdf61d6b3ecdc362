import { type BakeEvent, formatDuration, milliseconds } from '@imago/engine';
import { bakeTitles } from './bake-titles.ts';
import { clip, paintFor, type Screen } from './screen.ts';

/** What every bake that goes on does just now, and since when; by the recipe's name. */
export type BakeView = ReadonlyMap<string, { readonly doing: string; readonly since: Date }>;

/** The view after an event. */
export function bakeView(view: BakeView, event: BakeEvent, now: Date): BakeView {
  switch (event.code) {
    case 'bake-step-started':
      return new Map([...view, [event.recipe, { doing: bakeTitles[event.step], since: now }]]);
    case 'bake-provisioner-started':
      return new Map([...view, [event.recipe, { doing: event.title, since: now }]]);
    case 'bake-reused':
    case 'bake-finished':
    case 'bake-failed':
      return new Map([...view].filter(([recipe]) => recipe !== event.recipe));
    case 'bake-started':
    case 'bake-source-found':
    case 'bake-step-finished':
    case 'bake-provisioner-finished':
    case 'bake-output':
    case 'bake-notice':
    case 'bake-kept':
    case 'bake-cleanup-failed':
    case 'bake-leftover':
      return view;
  }
}

/** The live view as text: a line for every bake that goes on. */
export function bakeFrame(view: BakeView, screen: Screen): string {
  const paint = paintFor(screen);
  return [...view]
    .map(([recipe, { doing, since }]) => {
      const elapsed = formatDuration(milliseconds(screen.now.getTime() - since.getTime()));
      return clip(`${paint('bold', recipe)}  ${paint('dim', elapsed)}  ${doing}`, screen.width);
    })
    .join('\n');
}
