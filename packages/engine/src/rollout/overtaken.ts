import { ImagoError } from '../errors/imago-error.ts';

/** Another run has written where only the holder of the lock does: we must not act any more. */
export const overtaken = (what: string): ImagoError =>
  new ImagoError({
    code: 'overtaken',
    source: 'user',
    message: `another run has taken over ${what}`,
    fix: 'look at `imago status`: the other run goes on',
  });
