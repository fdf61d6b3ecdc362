import { setTimeout as sleep } from 'node:timers/promises';
import type { EnvironmentRef, NotificationSettings, RolloutEvent } from '@imago/engine';
import { messageFor } from './messages.ts';
import type { Message } from './messages.ts';

const attempts = 3;
const timeoutMs = 5000;

/** Tells people and programs of a rollout, beside the rollout: nothing waits for it but its end. */
export interface Notifier {
  event(event: RolloutEvent): void;
  /** Resolves when everything is sent or given up. */
  close(): Promise<void>;
}

/**
 * Sends the events that each addressee asked for, in order. A variable without a URL, or an answer that is no success
 * after three tries, is told through `problem`, with no secret in it; the rollout goes on.
 */
export function createNotifier(
  settings: readonly NotificationSettings[],
  ref: EnvironmentRef,
  options: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly problem: (text: string) => void;
    /** Between two tries, milliseconds. */
    readonly pause?: number;
  },
): Notifier {
  const { env, problem, pause = 1000 } = options;
  const addressees = settings.map((addressee) => ({ addressee, sent: Promise.resolve() }));
  const missing = new Set<string>();
  const urlOf = ({ urlFrom }: NotificationSettings): string | undefined => {
    const url = env[urlFrom];
    if (url !== undefined && URL.canParse(url)) return url;
    if (!missing.has(urlFrom)) problem(`no notification is sent: ${urlFrom} holds no URL`);
    missing.add(urlFrom);
    return undefined;
  };
  return {
    event(event) {
      for (const entry of addressees) {
        const { addressee } = entry;
        if (!addressee.events.includes(event.code)) continue;
        const url = urlOf(addressee);
        if (url === undefined) continue;
        const secret = addressee.secretFrom === undefined ? undefined : env[addressee.secretFrom];
        if (addressee.secretFrom !== undefined && secret === undefined) {
          if (!missing.has(addressee.secretFrom))
            problem(`no notification is sent: ${addressee.secretFrom}, the key of its signature, is not set`);
          missing.add(addressee.secretFrom);
          continue;
        }
        const message = messageFor(addressee, ref, event, new Date(), secret);
        entry.sent = entry.sent.then(async () => {
          const failure = await send(url, message, pause);
          if (failure !== undefined)
            problem(`the notification of ${event.code} to ${addressee.urlFrom} failed: ${failure}`);
        });
      }
    },
    async close() {
      await Promise.all(addressees.map(({ sent }) => sent));
    },
  };
}

/** Answers what went wrong at the last try. */
async function send(url: string, { headers, body }: Message, pause: number): Promise<string | undefined> {
  let failure: string | undefined;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    failure = await post(url, headers, body);
    if (failure === undefined) return undefined;
    if (attempt < attempts) await sleep(pause * attempt);
  }
  return failure;
}

async function post(url: string, headers: Message['headers'], body: string): Promise<string | undefined> {
  try {
    const init = { method: 'POST', headers, body, signal: AbortSignal.timeout(timeoutMs) };
    const response = await fetch(url, init);
    // An answer that nobody reads keeps its connection.
    await response.body?.cancel();
    return response.ok ? undefined : `status ${response.status}`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error ? cause.message : String(cause);
  }
}
