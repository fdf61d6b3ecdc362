import type { TestMoment } from '../model/check.ts';
import type { DurationInput } from '../recipes/duration-field.ts';

/** Options of `test()`: one of `run`, `http` and `vitest`. */
export interface TestOptions {
  /** As messages name it; unique in its environment. Default `test`. */
  readonly name?: string;
  /** `before` and `during` only where something is upgraded. Default `['after']`. */
  readonly at?: readonly TestMoment[];
  /** A command or a script for the shell of this machine, in the project's folder. */
  readonly run?: string;
  /** A request that is answered as expected. */
  readonly http?: {
    /**
     * May begin with the environment's own: `$IMAGO_URL/version`. With `$IMAGO_ADDRESS` in it every machine is asked:
     * `http://$IMAGO_ADDRESS:8080/ready`.
     */
    readonly url: string;
    /** Status codes that count as success. Default `200-299`. */
    readonly matcher?: string;
    /** Text that the body must hold. */
    readonly contains?: string;
  };
  /** Files of vitest, which the project itself has installed. */
  readonly vitest?: readonly string[];
  /** Of the whole test; of one `during` a rollout, from when it is asked to end. Default 5 min. */
  readonly timeout?: DurationInput;
}

/** What `test()` makes. */
export interface TestInput extends TestOptions {
  readonly kind: 'test';
}
