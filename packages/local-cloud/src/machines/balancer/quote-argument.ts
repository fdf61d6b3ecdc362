/** A text as one argument of a HAProxy configuration line: whatever HAProxy would interpret is written as its byte. */
export function quoteArgument(text: string): string {
  return `"${Array.from(text, quoteCharacter).join('')}"`;
}

function quoteCharacter(character: string): string {
  const code = character.charCodeAt(0);
  const plain = code >= 0x20 && code !== 0x7f && !'"\\$'.includes(character);
  return plain ? character : `\\x${code.toString(16).padStart(2, '0')}`;
}
