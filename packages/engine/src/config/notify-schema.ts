import { z } from 'zod';
import { notifiableEvents } from '../events/registry.ts';
import type { NotificationSettings } from '../model/fleet.ts';
import { nearestMatch } from '../recipes/problem-sink.ts';
import { byKind, fields, variable } from './schema.ts';

/** What people want to hear unless they say otherwise: where something begins, ends, or needs them. */
const toldByDefault = [
  'rollout-started',
  'rollout-recovered',
  'rollout-held',
  'turned-back',
  'rollout-ended',
] as const;

const eventSchema = z.unknown().transform((value, context): string => {
  if (typeof value === 'string' && notifiableEvents.includes(value)) return value;
  const nearest = nearestMatch(String(value), notifiableEvents);
  const message = `write ${nearest === undefined ? `one of ${notifiableEvents.join(', ')}` : `'${nearest}'`}`;
  context.addIssue({ code: 'custom', message, input: value });
  return z.NEVER;
});

const told = {
  urlFrom: variable('SLACK_URL'),
  events: z
    .array(eventSchema, { error: "write a list of events, such as ['rollout-ended']" })
    .default([...toldByDefault]),
};

/** Somebody who is told, with every default filled in. */
export const notifySchema: z.ZodType<NotificationSettings> = byKind<NotificationSettings>(
  {
    slack: fields({ kind: z.literal('slack'), ...told }),
    webhook: fields({
      kind: z.literal('webhook'),
      ...told,
      secretFrom: variable('DEPLOY_HOOK_KEY').optional(),
    }).transform(({ secretFrom, ...rest }) => (secretFrom === undefined ? rest : { ...rest, secretFrom })),
  },
  'write slack({ urlFrom }) or webhook({ urlFrom })',
);
