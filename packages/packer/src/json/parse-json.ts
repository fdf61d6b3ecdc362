import { parse } from '@humanwhocodes/momoa';
import type { ValueNode } from '@humanwhocodes/momoa';
import type { TemplateProblem } from '../template-problem.ts';
import type { JsonMember, JsonValue, Position } from './json-value.ts';

/** Reads strict JSON (RFC 8259) with positions, or tells line, column and shows the line. */
export function parseJson(text: string, fileName: string): JsonValue | TemplateProblem {
  // a byte order mark is no JSON, but Windows editors write it
  const source = text.replace(/^\uFEFF/, '');
  try {
    const { body } = parse(source, { mode: 'json', ranges: true });
    return convert(body, source);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const place = error as Error & { readonly line?: number; readonly column?: number };
    const line = place.line ?? 1;
    const column = place.column ?? 1;
    return {
      fileName,
      path: '',
      message: `malformed JSON: ${sayWhy(error.message)}`,
      fix: '',
      line,
      column,
      excerpt: showLine(source, line, column),
    };
  }
}

/** True when `parseJson` found a mistake. */
export function isProblem(result: JsonValue | TemplateProblem): result is TemplateProblem {
  return !('kind' in result);
}

function convert(node: ValueNode, source: string): JsonValue {
  const at: Position = { line: node.loc.start.line, column: node.loc.start.column };
  switch (node.type) {
    case 'Object': {
      const members = new Map<string, JsonMember>();
      for (const { name, value } of node.members) {
        const key = name.type === 'String' ? name.value : name.name;
        const { line, column } = name.loc.start;
        members.set(key, { value: convert(value, source), at: { line, column } });
      }
      return { kind: 'object', members, at };
    }
    case 'Array':
      return { kind: 'array', elements: node.elements.map((element) => convert(element.value, source)), at };
    case 'String':
      return { kind: 'string', value: node.value, at };
    case 'Number':
      return { kind: 'number', value: node.value, text: source.slice(...(node.range ?? [0, 0])), at };
    case 'Boolean':
      return { kind: 'boolean', value: node.value, at };
    // the last two are JSON5, which the parser does not read in this mode
    case 'Null':
    case 'NaN':
    case 'Infinity':
      break;
  }
  return { kind: 'null', at };
}

function sayWhy(message: string): string {
  const text = message.replace(/\s*\(\d+:\d+\)\s*$/, '').replace(/\.$/, '');
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function showLine(source: string, line: number, column: number): string {
  const text = (source.split(/\r?\n/)[line - 1] ?? '').replaceAll('\t', ' ');
  const number = String(line).padStart(5);
  return `${number} | ${text}\n${' '.repeat(number.length)} | ${' '.repeat(Math.max(0, column - 1))}^`;
}
