import { nearestMatch } from '@imago/engine';
import { formatGoTime } from './go-time.ts';

/** A value that a function takes or gives. */
export type Value = string | number;

/** The value of a user variable, and the functions that make it another at every run. */
export interface UserValue {
  readonly value: string;
  readonly volatile: readonly string[];
}

/** What functions may look at. */
export interface FunctionScope {
  /** A user variable; undefined where it is not set. */
  readonly user: (name: string) => UserValue | undefined;
  /** Environment; undefined outside of `variables`, where Packer allows none. */
  readonly env: Readonly<Record<string, string | undefined>> | undefined;
  readonly startedAt: Date;
  readonly uuid: () => string;
  readonly templateDir: string;
  readonly workingDir: string;
  /** Undefined within `variables`. */
  readonly build: { readonly name: string; readonly type: string } | undefined;
  /** Told when a value is another at every run. */
  readonly onVolatile: (name: string) => void;
}

/** A call that cannot be worked out; the message says why. */
export class FunctionError extends Error {}

interface TemplateFunction {
  /** Least and most number of arguments. */
  readonly arity: readonly [number, number];
  readonly call: (scope: FunctionScope, args: readonly Value[]) => Value;
}

const text = (value: Value | undefined): string => String(value ?? '');

const functions: Readonly<Record<string, TemplateFunction>> = {
  user: { arity: [1, 1], call: (scope, [name]) => readUser(scope, text(name)) },
  env: { arity: [1, 1], call: (scope, [name]) => readEnvironment(scope, text(name)) },
  timestamp: {
    arity: [0, 0],
    call(scope) {
      scope.onVolatile('timestamp');
      return String(Math.floor(scope.startedAt.getTime() / 1000));
    },
  },
  isotime: {
    arity: [0, 1],
    call(scope, [layout]) {
      scope.onVolatile('isotime');
      return formatGoTime(scope.startedAt, layout === undefined ? '2006-01-02T15:04:05Z07:00' : text(layout));
    },
  },
  uuid: {
    arity: [0, 0],
    call(scope) {
      scope.onVolatile('uuid');
      return scope.uuid();
    },
  },
  build_name: { arity: [0, 0], call: (scope) => readBuild(scope, 'name') },
  build_type: { arity: [0, 0], call: (scope) => readBuild(scope, 'type') },
  template_dir: { arity: [0, 0], call: (scope) => scope.templateDir },
  pwd: { arity: [0, 0], call: (scope) => scope.workingDir },
  packer_version: { arity: [0, 0], call: () => '1.6.6' },
  upper: { arity: [1, 1], call: (_scope, [value]) => text(value).toUpperCase() },
  lower: { arity: [1, 1], call: (_scope, [value]) => text(value).toLowerCase() },
  replace: { arity: [4, 4], call: (_scope, args) => replace(args) },
  replace_all: {
    arity: [3, 3],
    call: (_scope, [from, to, source]) => text(source).replaceAll(text(from), () => text(to)),
  },
  split: { arity: [3, 3], call: (_scope, args) => split(args) },
  clean_ami_name: { arity: [1, 1], call: (_scope, [name]) => cleanName(text(name)) },
  clean_resource_name: { arity: [1, 1], call: (_scope, [name]) => cleanName(text(name)) },
};

/** Calls one of Packer's template functions. */
export function callFunction(name: string, args: readonly Value[], scope: FunctionScope): Value {
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (found === undefined) {
    const nearest = nearestMatch(name, Object.keys(functions));
    throw new FunctionError(
      `the function ${name} is not supported${nearest === undefined ? '' : `: did you mean ${nearest}?`}`,
    );
  }
  const [least, most] = found.arity;
  if (args.length < least || args.length > most) {
    throw new FunctionError(
      `${name} takes ${least === most ? least : `${least} or ${most}`} arguments, not ${args.length}`,
    );
  }
  return found.call(scope, args);
}

function readUser(scope: FunctionScope, name: string): string {
  const found = scope.user(name);
  for (const cause of found?.volatile ?? []) scope.onVolatile(cause);
  return found?.value ?? '';
}

function readEnvironment(scope: FunctionScope, name: string): string {
  if (scope.env !== undefined) return scope.env[name] ?? '';
  throw new FunctionError(
    `env is allowed within variables only: declare a variable with {{env \`${name}\`}} and use it`,
  );
}

function readBuild(scope: FunctionScope, part: 'name' | 'type'): string {
  if (scope.build !== undefined) return scope.build[part];
  throw new FunctionError(`build_${part} is not known within variables`);
}

/** What an AMI name cannot hold becomes a dash, as in Packer's amazon builders. */
function cleanName(name: string): string {
  return name.replace(/[^A-Za-z0-9(),/_ -]/g, '-');
}

/** Go's strings.Replace: at most `count` times, all when negative. */
function replace([from, to, count, source]: readonly Value[]): string {
  const limit = Number(count);
  if (!Number.isInteger(limit))
    throw new FunctionError(`replace takes a number as its third argument, not ${text(count)}`);
  let done = 0;
  return text(source).replaceAll(text(from), (found) => {
    done += 1;
    return limit < 0 || done <= limit ? text(to) : found;
  });
}

function split([source, separator, index]: readonly Value[]): string {
  const parts = text(source).split(text(separator));
  const part = parts[Number(index)];
  if (part !== undefined) return part;
  throw new FunctionError(
    `split found ${parts.length} parts, so there is none with the number ${text(index)}`,
  );
}
