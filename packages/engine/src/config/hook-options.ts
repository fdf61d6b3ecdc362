import type { HookPoint } from '../model/check.ts';
import type { DurationInput } from '../recipes/duration-field.ts';

/** Options of `hook()`: one of `run`, `http` and `onInstances`. */
export interface HookOptions {
  /** As the journal names it; unique in its fleet. Default: its point, such as `before-shift`. */
  readonly name?: string;
  readonly at: HookPoint;
  /** A command for the shell of this machine, in the project's folder. */
  readonly run?: string;
  /** A call that is answered with a status from 200 to 299. It is kept in each release: no place for a secret. */
  readonly http?: {
    readonly url: string;
    /** Default `POST`. */
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  /** A command that is run over ssh on each new instance. */
  readonly onInstances?: string;
  /** Default 1 min. */
  readonly timeout?: DurationInput;
  /** Default `turn-back`. Nothing turns back once the old side is being retired. */
  readonly onFailure?: 'turn-back' | 'ignore';
}

/** What `hook()` makes. */
export interface HookInput extends HookOptions {
  readonly kind: 'hook';
}

/** Options of `slack()`. */
export interface SlackOptions {
  /** Name of the environment variable that holds the URL, such as `SLACK_URL`. */
  readonly urlFrom: string;
  /** Codes of events. Default: begun, taken over, held, turned back, ended. */
  readonly events?: readonly string[];
}

/** Options of `webhook()`. */
export interface WebhookOptions extends SlackOptions {
  /** Name of the environment variable with the key of the `x-imago-signature` (HMAC-SHA256). Default: unsigned. */
  readonly secretFrom?: string;
}

/** Somebody who is told of rollouts, as the config writes it. */
export type NotifyInput =
  | (SlackOptions & { readonly kind: 'slack' })
  | (WebhookOptions & { readonly kind: 'webhook' });
