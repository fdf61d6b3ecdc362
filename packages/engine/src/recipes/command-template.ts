import type { CommandGap, CommandTemplate } from './provisioner.ts';

const path: { readonly gap: CommandGap } = { gap: 'Path' };
const vars: { readonly gap: CommandGap } = { gap: 'Vars' };

/** Packer's default, `chmod +x {{.Path}}; {{.Vars}} {{.Path}}`. */
export const defaultExecuteCommand: CommandTemplate = ['chmod +x ', path, '; ', vars, ' ', path];

/** As root with the same variables; `env` because sudo resets the environment. */
export const sudoExecuteCommand: CommandTemplate = ['chmod +x ', path, '; sudo -n env ', vars, ' ', path];

/** Reads `{{.Path}}`, `{{ .Vars }}` and `{{.EnvVarFile}}`; undefined for any other gap. */
export function parseCommandTemplate(text: string): CommandTemplate | undefined {
  const parts: (string | { readonly gap: CommandGap })[] = [];
  let end = 0;
  for (const match of text.matchAll(/\{\{(.*?)\}\}/gs)) {
    const name = match[1]?.trim();
    if (name !== '.Path' && name !== '.Vars' && name !== '.EnvVarFile') return undefined;
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push({ gap: name === '.Path' ? 'Path' : name === '.Vars' ? 'Vars' : 'EnvVarFile' });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}
