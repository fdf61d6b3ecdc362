import { ruleBackend } from './backends.ts';
import { renderConditions } from './render-conditions.ts';
import type { BalancerAction, BalancerListener } from '../machines.ts';

/** One rule as an entry of HAProxy's map. */
export interface RuleEntry {
  readonly id: string;
  /** A regular expression that ends with the rule's id as a comment, so that no two are the same. No white space. */
  readonly key: string;
  /** `forward:BACKEND`, or `answer:STATUS:HEADERS:BODY`, the last two in base64. */
  readonly value: string;
}

/** The rules of a listener in the order in which they are tried. */
export function ruleEntries({ port, rules }: BalancerListener): readonly RuleEntry[] {
  return rules.map(({ id, slot, conditions, action }) => ({
    id,
    key: `${renderConditions(conditions)}(?#${id})`,
    value: renderValue(action, slot, port),
  }));
}

/** Entries as the map's file holds them. */
export function renderEntries(entries: readonly RuleEntry[]): string {
  return entries.map(({ key, value }) => `${key} ${value}\n`).join('');
}

/** Reads `show map`: the entries of a running HAProxy, in order. */
export function parseEntries(output: string): readonly RuleEntry[] {
  return output.split('\n').flatMap((line) => {
    const [, key, value] = line.trim().split(' ');
    const id = /\(\?#([a-z0-9]+)\)$/.exec(key ?? '')?.[1];
    return key === undefined || value === undefined || id === undefined ? [] : [{ id, key, value }];
  });
}

/**
 * What the rules must be while servers change: those that leave are gone already, and those that are to forward
 * do so only where they did before, since their servers are not there yet.
 */
export function entriesMeanwhile(
  running: readonly RuleEntry[],
  wanted: readonly RuleEntry[],
): readonly RuleEntry[] {
  const known = new Map(running.map((entry) => [entry.id, entry]));
  return wanted.flatMap((entry) => {
    if (!entry.value.startsWith('forward:')) return [entry];
    const before = known.get(entry.id);
    if (!before) return [];
    return [before.value === entry.value ? entry : before];
  });
}

function renderValue(action: BalancerAction, slot: number, port: number): string {
  switch (action.kind) {
    case 'forward':
      return `forward:${ruleBackend(slot)}`;
    case 'respond': {
      const headers = action.body === '' ? [] : [`content-type ${action.contentType}`];
      return renderAnswer(action.status, headers, action.body);
    }
    case 'redirect': {
      const location = action.location.replaceAll('#{protocol}', 'http').replaceAll('#{port}', String(port));
      return renderAnswer(action.status, [`location ${location}`], '');
    }
    default:
      return action satisfies never;
  }
}

function renderAnswer(status: number, headers: readonly string[], body: string): string {
  const lines = ['server awselb/2.0', ...headers].join('\n');
  return `answer:${status}:${base64(lines)}:${base64(body)}`;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
