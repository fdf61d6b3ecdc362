import type { BalancerCondition } from '../machines.ts';

/**
 * The conditions of a rule as one regular expression (PCRE) for the text that a listener makes of a request:
 * `SOURCE METHOD PATH?QUERY`, the source as eight hexadecimal digits, and then the headers, each on a line that ends
 * with CR LF, their names in lower case.
 */
export function renderConditions(conditions: readonly BalancerCondition[]): string {
  return `^${conditions.map((condition) => `(?=${renderCondition(condition)})`).join('')}`;
}

const REQUEST_LINE = String.raw`\S+\x20\S+\x20`;
const UP_TO_A_HEADER = String.raw`(?s:.*?)\n`;
const END_OF_HEADER = String.raw`\x20*\r\n`;

function renderCondition(condition: BalancerCondition): string {
  switch (condition.kind) {
    case 'source-ip':
      return anyOf(condition.values.map(renderBlock));
    case 'http-request-method':
      return String.raw`\S+\x20${anyOf(condition.values.map(literal))}\x20`;
    case 'path-pattern':
      return String.raw`${REQUEST_LINE}${patterns(condition.values, String.raw`[^?\n]`)}[?\n]`;
    case 'query-string': {
      const pairs = condition.values.map(({ key, value }) =>
        key === undefined
          ? String.raw`(?:[^=&\n]*=)?${pattern(value, String.raw`[^&\n]`)}`
          : String.raw`${pattern(key, String.raw`[^=&\n]`)}=${pattern(value, String.raw`[^&\n]`)}`,
      );
      return String.raw`${REQUEST_LINE}[^?\n]*\?(?i:(?:[^\n]*&)?${anyOf(pairs)}[&\n])`;
    }
    case 'host-header':
      return header('host', condition.values, String.raw`(?::\d+)?`);
    case 'http-header':
      return header(condition.name.toLowerCase(), condition.values);
    default:
      return condition satisfies never;
  }
}

function header(name: string, values: readonly string[], ending = ''): string {
  const value = `(?i:${patterns(values, String.raw`[^\r\n]`)})`;
  return String.raw`${UP_TO_A_HEADER}${literal(name)}:\x20*${value}${ending}${END_OF_HEADER}`;
}

function patterns(values: readonly string[], character: string): string {
  return anyOf(values.map((value) => pattern(value, character)));
}

/** A text with wildcards; `character` is what they stand for. */
function pattern(text: string, character: string): string {
  return text
    .split(/([*?])/)
    .map((part) => (part === '*' ? `${character}*` : part === '?' ? character : literal(part)))
    .join('');
}

/** Whatever has a meaning, to the regular expression or to HAProxy, is written as its bytes. */
function literal(text: string): string {
  return Array.from(Buffer.from(text), (byte) => {
    const letter = String.fromCharCode(byte);
    return /[a-zA-Z0-9]/.test(letter) ? letter : `\\x${byte.toString(16).padStart(2, '0')}`;
  }).join('');
}

/** A block of addresses by its first hexadecimal digits; those of IPv6 never match: listeners have none. */
function renderBlock(block: string): string {
  const [address = '', size = ''] = block.split('/');
  if (address.includes(':')) return '(?!)';
  const digits = address
    .split('.')
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
  const bits = Number(size);
  const whole = Math.floor(bits / 4);
  const rest = bits % 4;
  if (rest === 0) return digits.slice(0, whole);
  const first = Number.parseInt(digits.charAt(whole), 16) & (0xf << (4 - rest));
  const last = first + (1 << (4 - rest)) - 1;
  const one = Array.from({ length: last - first + 1 }, (_, index) => (first + index).toString(16));
  return `${digits.slice(0, whole)}[${one.join('').toUpperCase()}]`;
}

function anyOf(expressions: readonly string[]): string {
  return `(?:${expressions.join('|')})`;
}
