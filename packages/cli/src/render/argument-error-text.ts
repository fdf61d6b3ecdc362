import { FlagNotFoundError, text_en } from '@stricli/core';

/** What stricli says of a command line that it refuses, with the nearest options as people write them. */
export function argumentErrorText(error: unknown): string {
  return `imago: ${refusal(error)}`;
}

/** What is said of a command that does not exist. */
export const unknownCommandText: typeof text_en.noCommandRegisteredForInput = (args) =>
  `imago: ${text_en.noCommandRegisteredForInput(args)}`;

function refusal(error: unknown): string {
  if (!(error instanceof FlagNotFoundError)) return text_en.exceptionWhileParsingArguments(error, false);
  const nearest = error.corrections.map((name) =>
    name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  );
  return new FlagNotFoundError(error.input, nearest, error.aliasName).message;
}
