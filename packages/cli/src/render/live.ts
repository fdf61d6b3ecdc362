import type { RolloutEvent } from '@imago/engine';
import { createLogUpdate } from 'log-update';
import { bakeLine } from './bake-line.ts';
import { bakeFrame, bakeView, type BakeView } from './bake-view.ts';
import type { Reporter } from './reporter.ts';
import { rolloutFrame } from './rollout-frame.ts';
import { createRolloutLines } from './rollout-lines.ts';
import { emptyRolloutView, rolloutView, type RolloutView } from './rollout-view.ts';
import type { Screen } from './screen.ts';

/** A view that is painted again five times a second below the lines that stay. */
export function createLiveReporter(
  stream: NodeJS.WriteStream,
  options: { readonly color: boolean },
): Reporter {
  const terminal = createLogUpdate(stream);
  const lines = createRolloutLines();
  let bakes: BakeView = new Map();
  let rollout: RolloutView = emptyRolloutView;
  const paint = (): void => {
    const { columns, rows } = stream;
    // A terminal that does not know its size yet says 0.
    const screen: Screen = { now: new Date(), width: columns || 80, height: rows || 24, ...options };
    const frames = [bakeFrame(bakes, screen), rolloutFrame(rollout, screen)].filter((frame) => frame !== '');
    if (frames.length === 0) terminal.clear();
    else terminal(frames.join('\n'));
  };
  const keep = (text: string | undefined): void => {
    // Line by line: of a text higher than the terminal, log-update would drop the top.
    for (const line of text?.split('\n') ?? []) terminal.persist(line);
    paint();
  };
  const timer = setInterval(paint, 200);
  let open = true;
  return {
    bake: (event) => {
      bakes = bakeView(bakes, event, new Date());
      keep(bakeLine(event));
    },
    rollout: (event) => {
      rollout = rolloutView(rollout, event, new Date());
      const line = lines(event);
      keep(staysOnScreen(event) ? line : undefined);
    },
    note: keep,
    close: () => {
      if (!open) return;
      open = false;
      clearInterval(timer);
      bakes = new Map();
      paint();
      terminal.done();
    },
  };
}

/** The view itself shows what moves and how it ended; what explains the run later stays above it. */
function staysOnScreen(event: RolloutEvent): boolean {
  return event.code !== 'observed' && event.code !== 'waiting' && event.code !== 'rollout-ended';
}
