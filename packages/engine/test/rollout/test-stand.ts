import { milliseconds, seconds } from '@imago/engine';
import type { TestRunner, TestSettings, TestTarget } from '@imago/engine';

/** A test of the user's at these moments. */
export const commandTest = (name: string, ...at: TestSettings['at']): TestSettings => ({
  name,
  at,
  action: { kind: 'command', run: 'npm test' },
  timeout: seconds(30),
});

/** A runner that remembers what it ran. */
export interface TestStand {
  readonly tests: TestRunner;
  /** What was run, as `before/orders`, in order; with what came of it: `… passed`, `… failed`, `… asked to end`, `… ended`. */
  readonly story: readonly string[];
  readonly targets: readonly TestTarget[];
}

/** Tests pass, but those of these keys, such as `during/orders`; during a rollout they go on until they are asked to end. */
export function testStand(failing: readonly string[] = []): TestStand {
  const story: string[] = [];
  const targets: TestTarget[] = [];
  const tests: TestRunner = {
    check: async () => undefined,
    async run({ name }, target, { abort, stop }) {
      const key = `${target.moment}/${name}`;
      story.push(key);
      targets.push(target);
      const passed = !failing.includes(key);
      if (stop !== undefined && passed) {
        await given(stop, abort);
        story.push(abort.aborted ? `${key} ended` : `${key} asked to end`);
        abort.throwIfAborted();
      }
      story.push(`${key} ${passed ? 'passed' : 'failed'}`);
      const detail = passed ? 'all is well' : 'two orders are lost';
      return { name, passed, detail, output: [], took: milliseconds(5) };
    },
  };
  return { tests, story, targets };
}

function given(...signals: readonly AbortSignal[]): Promise<void> {
  const any = AbortSignal.any([...signals]);
  if (any.aborted) return Promise.resolve();
  return new Promise((resolve) => any.addEventListener('abort', () => resolve(), { once: true }));
}
