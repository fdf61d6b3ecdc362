import { environmentPath, rolloutSentence } from '@imago/engine';
import type { EnvironmentRef, NotificationSettings, RolloutEvent } from '@imago/engine';
import { sign } from './sign.ts';

/** One request of a notification. */
export interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const json = { 'content-type': 'application/json' } as const;

/** What a Slack-compatible incoming webhook takes. */
function slackMessage(ref: EnvironmentRef, event: RolloutEvent): Message {
  const text = `*${environmentPath(ref)}* ${rolloutSentence(event) ?? event.code}`;
  return { headers: json, body: JSON.stringify({ text }) };
}

/** The event itself, with where and when; signed where there is a secret. */
function webhookMessage(
  ref: EnvironmentRef,
  event: RolloutEvent,
  at: Date,
  secret: string | undefined,
): Message {
  const text = rolloutSentence(event) ?? event.code;
  const { project, environment } = ref;
  const body = JSON.stringify({ project, environment, at: at.toISOString(), text, event });
  const timestamp = Math.floor(at.getTime() / 1000);
  const headers = { ...json, 'x-imago-event': event.code, 'x-imago-timestamp': String(timestamp) };
  if (secret === undefined) return { headers, body };
  return { headers: { ...headers, 'x-imago-signature': sign(secret, timestamp, body) }, body };
}

/** The message of one addressee. */
export const messageFor = (
  { kind }: NotificationSettings,
  ref: EnvironmentRef,
  event: RolloutEvent,
  at: Date,
  secret: string | undefined,
): Message => (kind === 'slack' ? slackMessage(ref, event) : webhookMessage(ref, event, at, secret));
