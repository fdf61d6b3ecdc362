import { viewOf } from './views.ts';
import type { View } from './views.ts';
import type { SimulatedWorld } from './world/world.ts';

/** The last seconds of a world, for reads that answer what was. */
export interface MemoryOfViews {
  /** To be called after each change. */
  changed(): void;
  /** What was to be seen so many milliseconds ago. */
  ago(age: number): View;
}

/** Keeps nothing where reads are never stale. */
export function rememberViews(world: SimulatedWorld): MemoryOfViews {
  const { stale } = world.weather;
  const views: View[] = [];
  const changed = (): void => {
    const view = viewOf(world);
    // What happened at the same moment is seen at once.
    if (views.at(-1)?.at === view.at) views.pop();
    views.push(view);
    while ((views[1]?.at ?? view.at) < view.at - stale) views.shift();
  };
  return {
    changed: stale === 0 ? () => undefined : changed,
    ago(age) {
      if (stale === 0) return viewOf(world);
      const until = world.now - age;
      for (let index = views.length - 1; index >= 0; index -= 1) {
        const view = views[index];
        if (view !== undefined && (view.at <= until || index === 0)) return view;
      }
      return viewOf(world);
    },
  };
}
