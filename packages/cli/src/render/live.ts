import type { RolloutEvent } from '@imago/engine';
import { createLogUpdate } from 'log-update';
import { bakeLine } from './bake-line.ts';
import type { Reporter } from './reporter.ts';
import { createRolloutLines } from './rollout-lines.ts';
import { emptyRolloutView, rolloutView, type RolloutView } from './rollout-view.ts';
import { rolloutFrame } from './rollout-frame.ts';

/** A view that is painted again five times a second below the lines that stay. */
export function createLiveReporter(
  stream: NodeJS.WriteStream,
  options: { readonly color: boolean },
): Reporter {
  const screen = createLogUpdate(stream);
  const lines = createRolloutLines();
  let view: RolloutView = emptyRolloutView;
  const paint = (): void => {
    const frame = rolloutFrame(view, { now: new Date(), width: stream.columns, color: options.color });
    if (frame !== '') screen(frame);
  };
  const keep = (text: string | undefined): void => {
    if (text === undefined) return;
    screen.persist(text);
    paint();
  };
  const timer = setInterval(paint, 200);
  return {
    bake: (event) => keep(bakeLine(event)),
    rollout: (event) => {
      view = rolloutView(view, event, new Date());
      if (staysOnScreen(event)) keep(lines(event));
      else paint();
    },
    note: keep,
    close: () => {
      clearInterval(timer);
      paint();
      screen.done();
    },
  };
}

/** The view itself shows what moves; what explains the run later stays above it. */
function staysOnScreen(event: RolloutEvent): boolean {
  return event.code !== 'observed' && event.code !== 'waiting' && event.code !== 'weights-shifted';
}
