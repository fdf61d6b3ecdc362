/** Gathers output into whole lines, hides secrets, and remembers the last lines for an error. */
export class OutputLines {
  readonly #rest = { stdout: '', stderr: '' };
  readonly #last: string[] = [];
  readonly #secrets: readonly string[];
  readonly #tell: (stream: 'stdout' | 'stderr', text: string) => void;

  constructor(secrets: readonly string[], tell: (stream: 'stdout' | 'stderr', text: string) => void) {
    // a secret within another must not break the longer one up
    this.#secrets = secrets.filter((secret) => secret !== '').toSorted((a, b) => b.length - a.length);
    this.#tell = tell;
  }

  add(stream: 'stdout' | 'stderr', text: string): void {
    const lines = (this.#rest[stream] + text).split(/\r?\n/);
    this.#rest[stream] = lines.pop() ?? '';
    this.#send(stream, lines);
  }

  /** Tells what has no line end yet. */
  flush(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      const rest = this.#rest[stream];
      this.#rest[stream] = '';
      if (rest !== '') this.#send(stream, [rest]);
    }
  }

  /** At most twenty, oldest first. */
  get last(): readonly string[] {
    return this.#last;
  }

  #send(stream: 'stdout' | 'stderr', lines: readonly string[]): void {
    if (lines.length === 0) return;
    const shown = lines.map((line) => this.#mask(line));
    this.#last.push(...shown.slice(-keptLines));
    this.#last.splice(0, this.#last.length - keptLines);
    this.#tell(stream, shown.join('\n'));
  }

  #mask(line: string): string {
    return this.#secrets.reduce((masked, secret) => masked.replaceAll(secret, '<sensitive>'), line);
  }
}

const keptLines = 20;
