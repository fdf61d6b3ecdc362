import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, type StricliDynamicCommandContext } from '@stricli/core';
import { describe, expect, test } from 'vitest';
import { buildImago } from '../src/app.ts';
import type { CliContext } from '../src/context.ts';
import { fakeContext } from './fake-context.ts';

const root = join(import.meta.dirname, '../../..');
const pages = ['README.md', 'CONTRIBUTING.md', ...markdownIn('docs')];

function markdownIn(folder: string): readonly string[] {
  const found = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return found.filter((name) => name.endsWith('.md')).map((name) => join(folder, name));
}

/** What a page tells its readers to type: lines of blocks, and code within a sentence. */
function commandsOf(page: string): readonly string[] {
  const text = readFileSync(join(root, page), 'utf8');
  const lines = [...text.matchAll(/^(?:\$ )?imago ([a-z][^#\n]*)/gm)];
  const spans = [...text.matchAll(/`imago ([a-z][^`\n]*)`/g)];
  return [...lines, ...spans].map(([, command = '']) => command.trim());
}

const commands = pages.flatMap((page) =>
  [...new Set(commandsOf(page))].map((command) => ({ page, command })),
);

/** The words that name it: `deploy`, `local start`, `local faults set`. */
function nameOf(command: string): string {
  const [, name = ''] = /^(local faults \w+|local \w+|\w+)/.exec(command) ?? [];
  return name;
}

/** Options by their letters alone: help and readers write them in other cases. */
function optionsIn(text: string): readonly string[] {
  return [...text.matchAll(/--([a-z][A-Za-z-]*)/g)].map(([, name = '']) =>
    name.replaceAll('-', '').toLowerCase(),
  );
}

async function help(name: string): Promise<string> {
  const { context, stdout } = fakeContext();
  // Node has `undefined` where stricli has absence
  const asRun = context as StricliDynamicCommandContext<CliContext>;
  await run(buildImago(context.options), [...name.split(' ').filter(Boolean), '--help'], asRun);
  return stdout();
}

describe('the commands in the documentation', () => {
  test('are found', () => {
    expect(commands.length).toBeGreaterThan(50);
  });

  test.each(commands)('$page: imago $command', async ({ command }) => {
    const name = nameOf(command);
    const told = await help(name);
    expect(told).toContain(`imago ${name}`);
    const known = [...optionsIn(told), ...optionsIn(await help(''))];
    for (const option of optionsIn(command)) expect(known).toContain(option);
  });
});
