import { ImagoError, parseReleaseId, type ReleaseId, type StrategySettings } from '@imago/engine';

/** The environment that a command works on. */
export const environmentParameter: {
  readonly brief: string;
  readonly parse: (text: string) => string;
  readonly placeholder: string;
} = {
  brief: 'Environment, as the config names it',
  parse: String,
  placeholder: 'ENV',
};

/** An option that may be given several times. */
export interface RepeatedFlag<T> {
  readonly kind: 'parsed';
  readonly parse: (text: string) => T;
  readonly variadic: true;
  readonly optional: true;
  readonly placeholder: string;
  readonly brief: string;
}

/** `--var k=v`, as often as needed: values for the variables of the project's Packer templates. */
export const varsFlag: RepeatedFlag<Variable> = {
  kind: 'parsed',
  parse: parseVariable,
  variadic: true,
  optional: true,
  placeholder: 'k=v',
  brief: 'Value of a template variable; may be given several times',
};

/** `--var-file FILE`: a JSON object of variables; `--var` counts over it. */
export const varFilesFlag: RepeatedFlag<string> = {
  kind: 'parsed',
  parse: String,
  variadic: true,
  optional: true,
  placeholder: 'FILE',
  brief: 'JSON file with values of template variables',
};

/** Options with which a command gets values for template variables. */
export interface VariableFlags {
  readonly var?: readonly Variable[];
  readonly varFile?: readonly string[];
}

/** One `k=v`. */
export interface Variable {
  readonly name: string;
  readonly value: string;
}

/** Reads `k=v`; the value may be empty and may hold further `=`. */
export function parseVariable(text: string): Variable {
  const at = text.indexOf('=');
  if (at > 0) return { name: text.slice(0, at), value: text.slice(at + 1) };
  throw new ImagoError({
    code: 'bad-variable',
    source: 'user',
    message: `${JSON.stringify(text)} is no variable: write --var name=value`,
  });
}

/** Options of commands that take an environment's lock. */
export interface LockFlags {
  readonly breakLock: boolean;
}

/** `--break-lock`. */
export const breakLockFlag: {
  readonly kind: 'boolean';
  readonly default: false;
  readonly withNegated: false;
  readonly brief: string;
} = {
  kind: 'boolean',
  default: false,
  withNegated: false,
  brief: 'Take the lock from another run although it may be alive; asks first',
};

/** A strategy by its name. */
export interface StrategyFlag {
  readonly kind: 'enum';
  readonly values: readonly StrategySettings['kind'][];
  readonly optional: true;
  readonly brief: string;
}

/** `--strategy KIND`. */
export const strategyFlag: StrategyFlag = {
  kind: 'enum',
  values: ['blue-green', 'canary', 'rolling'],
  optional: true,
  brief: 'Roll out this way, whatever the config says',
};

/** Options with which a gate is let pass. */
export interface OverrideFlags {
  readonly overrideGate?: readonly string[];
  readonly reason?: string;
}

/** `--override-gate NAME`, as often as needed. */
export const overrideGateFlag: RepeatedFlag<string> = {
  kind: 'parsed',
  parse: String,
  variadic: true,
  optional: true,
  placeholder: 'NAME',
  brief: 'Let this gate pass although it does not; needs --reason',
};

/** An option with a text, that may be left out. */
export interface TextFlag {
  readonly kind: 'parsed';
  readonly parse: (text: string) => string;
  readonly optional: true;
  readonly placeholder: string;
  readonly brief: string;
}

/** `--reason TEXT`. */
export const reasonFlag: TextFlag = {
  kind: 'parsed',
  parse: String,
  optional: true,
  placeholder: 'TEXT',
  brief: 'Why; it is kept in the history',
};

/** Reads `r12`. */
export function readRelease(text: string): ReleaseId {
  const id = parseReleaseId(text);
  if (id !== undefined) return id;
  throw new ImagoError({
    code: 'bad-release',
    source: 'user',
    message: `${JSON.stringify(text)} is no release: write r12, as \`imago history\` shows it`,
  });
}
