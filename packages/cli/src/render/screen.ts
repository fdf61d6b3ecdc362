import { styleText } from 'node:util';

/** What a frame has to fit on. */
export interface Screen {
  readonly now: Date;
  readonly width: number;
  readonly height: number;
  readonly color: boolean;
}

type Style = Parameters<typeof styleText>[0];

/** Colours a text, where the screen wants colours. */
export type Paint = (style: Style, text: string) => string;

/** The brush for a screen; whether stdout is a terminal does not count, as the frame goes to stderr. */
export const paintFor = ({ color }: Screen): Paint =>
  color ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text;

/** Cuts a line that would wrap, which would confuse the repainting; colours do not count. */
export function clip(line: string, width: number): string {
  // oxlint-disable-next-line no-control-regex -- the escape character is what colours begin with
  const parts = line.split(/(\u001b\[[0-9;]*m)/);
  let room = width - 1;
  return parts
    .map((part, index) => {
      if (index % 2 === 1) return part;
      const kept = part.slice(0, Math.max(0, room));
      room -= kept.length;
      return kept;
    })
    .join('');
}
