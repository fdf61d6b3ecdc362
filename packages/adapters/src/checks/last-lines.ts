/** What a sentence has room for. */
const most = 300;

/** Keeps the end of what a program writes; however much that is, it keeps the same size. */
export class OutputTail {
  #text = '';

  add(text: string): void {
    this.#text = (this.#text + text).slice(-8192);
  }

  /** The last line that is not empty. */
  get lastLine(): string {
    return this.#lines().at(-1) ?? '';
  }

  /** The last three lines as a part of a sentence; empty where nothing was written. */
  get words(): string {
    const words = this.#lines().slice(-3).join(' / ');
    return words.length > most ? `…${words.slice(1 - most)}` : words;
  }

  /** The last lines that are not empty, each no longer than is easily read. */
  last(count: number): readonly string[] {
    return this.#lines()
      .slice(-count)
      .map((line) => (line.length > most ? `${line.slice(0, most - 1)}…` : line));
  }

  #lines(): readonly string[] {
    return printable(this.#text)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }
}

/** Without colours and what else moves a terminal. */
function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ');
}

/** `the command ended with status 1: no such table`. */
export function endWords(what: string, exitCode: number, tail: OutputTail): string {
  const { words } = tail;
  const ended = exitCode > 128 ? `was ended by signal ${exitCode - 128}` : `ended with status ${exitCode}`;
  return `${what} ${ended}${words === '' ? '' : `: ${words}`}`;
}
