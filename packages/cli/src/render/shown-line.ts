import { stripVTControlCharacters } from 'node:util';

/** A line of somebody else's output as a terminal would leave it: no colours or cursor movements, and of a progress bar its last state. */
export function shownLine(line: string): string {
  const plain = stripVTControlCharacters(line).trimEnd();
  return plain.slice(plain.lastIndexOf('\r') + 1);
}
