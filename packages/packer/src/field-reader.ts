import { milliseconds, nearestMatch } from '@imago/engine';
import type { Duration } from '@imago/engine';
import { parseGoDuration } from './go-duration.ts';
import { evaluateTemplate, plainText } from './interpolate/evaluate.ts';
import type { EvaluatedPart } from './interpolate/evaluate.ts';
import { FunctionError } from './interpolate/functions.ts';
import type { FunctionScope } from './interpolate/functions.ts';
import { TemplateSyntaxError } from './interpolate/parse-template.ts';
import type { JsonMember, JsonObject, JsonValue, Position } from './json/json-value.ts';
import type { ProblemList } from './problem-list.ts';

/** Reads the fields of one object of a template as leniently as Packer does, and remembers which were read. */
export class FieldReader {
  readonly path: string;
  readonly at: Position;
  readonly #object: JsonObject;
  readonly #scope: FunctionScope;
  readonly #problems: ProblemList;
  readonly #read = new Set<string>();

  constructor(object: JsonObject, path: string, scope: FunctionScope, problems: ProblemList) {
    this.path = path;
    this.at = object.at;
    this.#object = object;
    this.#scope = scope;
    this.#problems = problems;
  }

  names(): readonly string[] {
    return [...this.#object.members.keys()];
  }

  /** Counts the field as known without a look at it. */
  ignore(key: string): void {
    this.#read.add(key);
  }

  /** True when the field is there and a mistake in it has been reported. */
  failed(key: string): boolean {
    const path = `${this.path}.${key}`;
    return this.#problems.problems.some(
      (problem) => problem.path === path || problem.path.startsWith(`${path}[`),
    );
  }

  /** The text with its `{{ … }}` worked out; an empty one is none, as in Packer. */
  text(key: string): string | undefined {
    const text = this.textOrEmpty(key);
    return text === '' ? undefined : text;
  }

  /** As `text`, with the difference between empty and absent. */
  textOrEmpty(key: string): string | undefined {
    const member = this.#take(key);
    return member === undefined ? undefined : this.#renderPlain(member.value, key);
  }

  /** A text whose `laterFields` (`{{.Path}}`) stay open. */
  parts(key: string, laterFields: readonly string[]): readonly EvaluatedPart[] | undefined {
    const member = this.#take(key);
    return member === undefined ? undefined : this.#render(member.value, key, laterFields);
  }

  flag(key: string): boolean | undefined {
    const member = this.#take(key);
    if (member === undefined || member.value.kind === 'null') return undefined;
    if (member.value.kind === 'boolean') return member.value.value;
    const text = this.#renderPlain(member.value, key);
    if (text === undefined) return undefined;
    if (/^(1|t|true)$/i.test(text)) return true;
    if (/^(|0|f|false)$/i.test(text)) return false;
    this.problem(key, `${JSON.stringify(text)} is neither true nor false`, 'write true or false');
    return undefined;
  }

  number(key: string): number | undefined {
    const member = this.#take(key);
    return member === undefined ? undefined : this.#toNumber(member.value, key);
  }

  numbers(key: string): readonly number[] | undefined {
    const member = this.#take(key);
    if (member === undefined || member.value.kind === 'null') return undefined;
    const values = member.value.kind === 'array' ? member.value.elements : [member.value];
    return values.flatMap((value) => this.#toNumber(value, key) ?? []);
  }

  /** A list of texts; a text alone is split at commas, as in Packer. */
  texts(key: string): readonly string[] | undefined {
    const member = this.#take(key);
    if (member === undefined || member.value.kind === 'null') return undefined;
    if (member.value.kind !== 'array') {
      const text = this.#renderPlain(member.value, key) ?? '';
      return text === '' ? [] : text.split(',');
    }
    return member.value.elements.map((value, index) => this.#renderPlain(value, `${key}[${index}]`) ?? '');
  }

  /** An object of texts; `laterFields` stay open as `{{.Name}}`. */
  textMap(key: string, laterFields: readonly string[] = []): Readonly<Record<string, string>> | undefined {
    const member = this.#take(key);
    if (member === undefined || member.value.kind === 'null') return undefined;
    if (member.value.kind !== 'object') {
      this.problem(key, `an object was expected, not ${named(member.value)}`, 'write { "name": "value" }');
      return undefined;
    }
    const map: Record<string, string> = {};
    for (const [name, { value }] of member.value.members) {
      const parts = this.#render(value, `${key}.${name}`, laterFields) ?? [];
      map[name] = parts.map((part) => (typeof part === 'string' ? part : `{{.${part.field}}}`)).join('');
    }
    return map;
  }

  /** Go's duration (`5m`, `1h30m`), or a number of nanoseconds. */
  duration(key: string): Duration | undefined {
    const member = this.#take(key);
    if (member === undefined || member.value.kind === 'null') return undefined;
    if (member.value.kind === 'number') return milliseconds(member.value.value / 1e6);
    const text = this.#renderPlain(member.value, key);
    if (text === undefined || text === '') return undefined;
    const duration = parseGoDuration(text);
    if (duration === undefined)
      this.problem(key, `${JSON.stringify(text)} is no duration`, 'write it like 90s, 5m or 1h30m');
    return duration;
  }

  /** Objects in a list; a single object counts as a list of one. */
  objects(key: string): readonly FieldReader[] {
    const member = this.#take(key);
    if (member === undefined || member.value.kind === 'null') return [];
    const values = member.value.kind === 'array' ? member.value.elements : [member.value];
    return values.flatMap((value, index) => {
      if (value.kind === 'object') {
        return [new FieldReader(value, `${this.path}.${key}[${index}]`, this.#scope, this.#problems)];
      }
      this.problem(key, `an object was expected, not ${named(value)}`);
      return [];
    });
  }

  object(key: string): FieldReader | undefined {
    const member = this.#take(key);
    if (member === undefined || member.value.kind === 'null') return undefined;
    if (member.value.kind === 'object') {
      return new FieldReader(member.value, `${this.path}.${key}`, this.#scope, this.#problems);
    }
    this.problem(key, `an object was expected, not ${named(member.value)}`);
    return undefined;
  }

  /** Reports a mistake at a field, or at the object when the field is absent. */
  problem(key: string, message: string, fix = ''): void {
    const at = this.#object.members.get(key)?.value.at ?? this.#object.at;
    this.#problems.add(key === '' ? this.path : `${this.path}.${key}`, at, message, fix);
  }

  /** Refuses every field that was not read: by its name when Packer knows it, with the nearest match when nobody does. */
  finish(what: string, unsupported: readonly string[]): void {
    for (const [key, { at }] of this.#object.members) {
      if (this.#read.has(key) || key.startsWith('_')) continue;
      const path = `${this.path}.${key}`;
      if (unsupported.includes(key)) {
        this.#problems.add(path, at, `${key} of ${what} is not supported`, 'remove it');
      } else {
        const nearest = nearestMatch(key, [...this.#read, ...unsupported]);
        this.#problems.add(
          path,
          at,
          `unknown field ${key} of ${what}`,
          nearest === undefined ? 'remove it' : `write ${nearest}`,
        );
      }
    }
  }

  #take(key: string): JsonMember | undefined {
    this.#read.add(key);
    return this.#object.members.get(key);
  }

  #toNumber(value: JsonValue, key: string): number | undefined {
    if (value.kind === 'null') return undefined;
    const text = this.#renderPlain(value, key);
    if (text === undefined || text === '') return undefined;
    const number = Number(text);
    if (Number.isInteger(number)) return number;
    this.problem(key, `${JSON.stringify(text)} is no whole number`);
    return undefined;
  }

  #renderPlain(value: JsonValue, key: string): string | undefined {
    const parts = this.#render(value, key, []);
    return parts === undefined ? undefined : plainText(parts);
  }

  #render(
    value: JsonValue,
    key: string,
    laterFields: readonly string[],
  ): readonly EvaluatedPart[] | undefined {
    const path = `${this.path}.${key}`;
    switch (value.kind) {
      case 'null':
        return undefined;
      case 'number':
        return [value.text];
      case 'boolean':
        return [String(value.value)];
      case 'object':
      case 'array':
        this.#problems.add(path, value.at, `a text was expected, not ${named(value)}`);
        return undefined;
      case 'string':
        break;
    }
    try {
      const scope = {
        ...this.#scope,
        onVolatile: (name: string) => this.#scope.onVolatile(`${path} uses {{${name}}}`),
      };
      return evaluateTemplate(value.value, scope, laterFields);
    } catch (error) {
      if (!(error instanceof FunctionError || error instanceof TemplateSyntaxError)) throw error;
      this.#problems.add(path, value.at, error.message);
      return undefined;
    }
  }
}

function named(value: JsonValue): string {
  if (value.kind === 'object' || value.kind === 'array') return `an ${value.kind}`;
  return value.kind === 'null' ? 'null' : `a ${value.kind}`;
}
