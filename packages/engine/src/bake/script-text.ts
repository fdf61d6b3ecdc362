import type { CommandGap, CommandTemplate, EnvironmentVariable } from '../recipes/provisioner.ts';

/** Packer's `.Vars`: `K='v' ` for every variable, in the order of names. */
export function formatVars(environment: readonly EnvironmentVariable[]): string {
  return lastOfEach(environment)
    .map(({ name, value }) => `${name}=${quote(value)} `)
    .join('');
}

/** Packer's `.EnvVarFile`: the same variables as a file to be sourced. */
export function formatEnvVarFile(environment: readonly EnvironmentVariable[]): string {
  return lastOfEach(environment)
    .map(({ name, value }) => `export ${name}=${quote(value)}\n`)
    .join('');
}

/** Fills the gaps of an execute command. */
export function fillCommand(template: CommandTemplate, values: Readonly<Record<CommandGap, string>>): string {
  return template.map((part) => (typeof part === 'string' ? part : values[part.gap])).join('');
}

/** One word for a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`;
}

/** Windows line ends become Unix ones. */
export function normaliseLineEnds(content: Uint8Array): Uint8Array {
  const carriageReturn = 13;
  const lineFeed = 10;
  return content.filter((byte, index) => byte !== carriageReturn || content[index + 1] !== lineFeed);
}

function lastOfEach(environment: readonly EnvironmentVariable[]): readonly EnvironmentVariable[] {
  const values = new Map(environment.map(({ name, value }) => [name, value]));
  return [...values].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => ({ name, value }));
}
