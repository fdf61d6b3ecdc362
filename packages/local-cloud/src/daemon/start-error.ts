/** A daemon that cannot start because of how it was called or what the host is like: not a defect of ours. */
export class StartError extends Error {
  /** What to do instead. */
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.name = 'StartError';
    this.fix = fix;
  }
}
