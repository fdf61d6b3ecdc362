import { execFile } from 'node:child_process';

export interface ProgramOptions {
  readonly cwd?: string;
  /** The whole environment: nothing of ours leaks into a foreign client. */
  readonly env: Readonly<Record<string, string>>;
  /** 240 seconds unless told. */
  readonly timeoutMs?: number;
}

/** Runs a foreign program and answers what it printed; its failure is an error with all that it said. */
export function runProgram(file: string, args: readonly string[], options: ProgramOptions): Promise<string> {
  const { timeoutMs: timeout = 240_000, ...rest } = options;
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      args,
      { ...rest, timeout, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (!error) resolve(stdout);
        else
          reject(
            new Error(`${file} ${args.join(' ')}: ${error.message}\n${stdout}\n${stderr}`, { cause: error }),
          );
      },
    );
    child.stdin?.end();
  });
}
