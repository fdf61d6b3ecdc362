import { expect, test } from 'vitest';
import { eventRegistry, notifiableEvents } from '@imago/engine';
import type { EventFacts } from '@imago/engine';

const introduction = `# Events

Every run emits typed events. The journal, the live view, the plain lines, \`--json\`, notifications and traces all show
the same ones. With \`--json\` each is one line on stdout, \`{"event": {"code": …}}\`, and the last line is the outcome.

This page is written from the registry (\`packages/engine/src/events\`) by \`npm run docs:events\`. Fields that have nothing
to say are left out. _Level_ \`debug\` comes often and cannot be asked for in \`notify\`.
`;

const facts: readonly (readonly [string, EventFacts<{ readonly code: string }>])[] =
  Object.entries(eventRegistry);

function section(prefix: 'bake' | 'rollout'): string {
  const ofBake = ([code]: (typeof facts)[number]): boolean => code.startsWith('bake-');
  const events = facts.filter((entry) => ofBake(entry) === (prefix === 'bake'));
  return events
    .map(([code, { when, level, payload }]) => {
      const fields = Object.entries<string>(payload).map(([name, text]) => `- \`${name}\`: ${text}`);
      return `### \`${code}\`\n\n${when} _Level: ${level}._\n\n${fields.join('\n')}\n`;
    })
    .join('\n');
}

test('docs/events.md tells of every event in the registry', async () => {
  const page = `${introduction}\n## Rollouts\n\n${section('rollout')}\n## Bakes\n\n${section('bake')}`;
  await expect(page).toMatchFileSnapshot('../../../../docs/events.md');
});

test('offers for notifications what tells the story of a rollout, and nothing that comes at every look', () => {
  expect(notifiableEvents).toContain('rollout-ended');
  expect(notifiableEvents).not.toContain('observed');
});
