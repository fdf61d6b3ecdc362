/** A text with `{{ … }}` actions, after Go's text/template as far as Packer templates use it. */
export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly pipeline: Pipeline; readonly source: string };

/** The result of each command becomes the last argument of the next. */
export type Pipeline = readonly Command[];

/** A function with arguments, or a single operand. */
export type Command =
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Operand[] }
  | { readonly kind: 'operand'; readonly operand: Operand };

export type Operand =
  | { readonly kind: 'literal'; readonly value: string | number }
  /** `.Path` */
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'pipeline'; readonly pipeline: Pipeline };

/** The text is no template; the message says why. */
export class TemplateSyntaxError extends Error {}

const statements = new Set([
  'if',
  'else',
  'end',
  'range',
  'with',
  'define',
  'template',
  'block',
  'break',
  'continue',
]);

/** Splits a text into what stands as it is and what is to be worked out. */
export function parseTemplate(text: string): readonly TemplateNode[] {
  const nodes: TemplateNode[] = [];
  let rest = text;
  let trimNext = false;
  for (;;) {
    const open = rest.indexOf('{{');
    const before = open < 0 ? rest : rest.slice(0, open);
    const trimBefore = open >= 0 && /^\{\{-\s/.test(rest.slice(open));
    const plain = trimBefore ? before.trimEnd() : before;
    const shown = trimNext ? plain.trimStart() : plain;
    if (shown !== '') nodes.push({ kind: 'text', text: shown });
    if (open < 0) return nodes;
    const { body, length } = readAction(rest.slice(open));
    trimNext = body.endsWith(' -');
    const source = body.replace(/^-\s/, '').replace(/\s-$/, '').trim();
    if (!/^\/\*.*\*\/$/s.test(source))
      nodes.push({ kind: 'action', pipeline: parsePipeline(source), source });
    rest = rest.slice(open + length);
  }
}

/** Finds the `}}` that is not within a string. */
function readAction(text: string): { readonly body: string; readonly length: number } {
  const inside = /"(?:\\.|[^"\\])*"|`[^`]*`|\}\}/gy;
  for (let at = 2; at < text.length; at += 1) {
    inside.lastIndex = at;
    const match = inside.exec(text);
    if (match === null) continue;
    if (match[0] === '}}') return { body: text.slice(2, at), length: at + 2 };
    at += match[0].length - 1;
  }
  throw new TemplateSyntaxError(`{{ without }} in ${JSON.stringify(text.slice(0, 40))}`);
}

type Token =
  | { readonly kind: 'literal'; readonly value: string | number }
  | { readonly kind: 'name' | 'field' | 'mark'; readonly text: string };

const tokenPattern =
  /\s*(?:(?<quoted>"(?:\\.|[^"\\])*")|`(?<raw>[^`]*)`|(?<number>-?\d+)|\.(?<field>[A-Za-z_]\w*)|(?<name>[A-Za-z_]\w*)|(?<mark>[|()]))/gy;

function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (source.slice(tokenPattern.lastIndex).trim() !== '') {
    const start = tokenPattern.lastIndex;
    const groups = tokenPattern.exec(source)?.groups;
    if (groups === undefined)
      throw new TemplateSyntaxError(`cannot read ${JSON.stringify(source.slice(start).trim())}`);
    const { quoted, raw, number, field, name, mark } = groups;
    if (quoted !== undefined) tokens.push({ kind: 'literal', value: unquote(quoted) });
    else if (raw !== undefined) tokens.push({ kind: 'literal', value: raw });
    else if (number !== undefined) tokens.push({ kind: 'literal', value: Number(number) });
    else if (field !== undefined) tokens.push({ kind: 'field', text: field });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'mark', text: mark ?? '' });
  }
  return tokens;
}

function unquote(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    throw new TemplateSyntaxError(`unknown escape in ${quoted}`);
  }
}

function parsePipeline(source: string): Pipeline {
  const tokens = tokenize(source);
  if (tokens.length === 0) throw new TemplateSyntaxError('{{ }} with nothing in it');
  const { pipeline, next } = readPipeline(tokens, 0, source);
  if (next < tokens.length) throw new TemplateSyntaxError(`cannot read {{ ${source} }}`);
  return pipeline;
}

function readPipeline(
  tokens: readonly Token[],
  from: number,
  source: string,
): { pipeline: Pipeline; next: number } {
  const commands: Command[] = [];
  let next = from;
  for (;;) {
    const operands: Operand[] = [];
    let name: string | undefined;
    for (let first = true; ; first = false) {
      const token = tokens[next];
      if (token === undefined || (token.kind === 'mark' && token.text !== '(')) break;
      next += 1;
      if (token.kind === 'literal') operands.push({ kind: 'literal', value: token.value });
      else if (token.kind === 'field') operands.push({ kind: 'field', name: token.text });
      else if (token.kind === 'mark') {
        const inner = readPipeline(tokens, next, source);
        const close = tokens[inner.next];
        if (close?.kind !== 'mark' || close.text !== ')')
          throw new TemplateSyntaxError(`( without ) in {{ ${source} }}`);
        operands.push({ kind: 'pipeline', pipeline: inner.pipeline });
        next = inner.next + 1;
      } else {
        if (statements.has(token.text)) throw new TemplateSyntaxError(`{{ ${token.text} }} is not supported`);
        if (first) name = token.text;
        else
          operands.push({ kind: 'pipeline', pipeline: [{ kind: 'call', name: token.text, operands: [] }] });
      }
    }
    commands.push(toCommand(name, operands, source));
    const mark = tokens[next];
    if (mark?.kind !== 'mark' || mark.text !== '|') return { pipeline: commands, next };
    next += 1;
  }
}

function toCommand(name: string | undefined, operands: readonly Operand[], source: string): Command {
  if (name !== undefined) return { kind: 'call', name, operands };
  const [operand, ...more] = operands;
  if (operand === undefined || more.length > 0) throw new TemplateSyntaxError(`cannot read {{ ${source} }}`);
  return { kind: 'operand', operand };
}
