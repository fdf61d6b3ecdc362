import { z } from 'zod';
import { notifiableEvents } from '../events/registry.ts';
import { fleetHookPoints } from '../model/check.ts';
import type { HookSettings } from '../model/check.ts';
import { seconds } from '../model/duration.ts';
import type { NotificationSettings } from '../model/fleet.ts';
import { nearestMatch } from '../recipes/problem-sink.ts';
import { checkName } from './gate-schema.ts';
import { byKind, duration, fields, nonEmpty, oneOf, text } from './schema.ts';

const command = nonEmpty("write a shell command, such as './warm-up.sh'");

const callSchema = fields({
  url: z.url({ protocol: /^https?$/, error: "write a URL, such as 'https://ci.example.com/hooks/shop'" }),
  method: text(/^[A-Z]+$/, "write a method in capitals, such as 'POST'").default('POST'),
  headers: z
    .record(z.string(), z.string({ error: 'write text' }), { error: 'write { name: value }' })
    .default({}),
  body: z.string({ error: 'write text' }).optional(),
}).transform(({ body, ...call }) => ({
  kind: 'http' as const,
  ...call,
  ...(body === undefined ? {} : { body }),
}));

/** A hook of the config, with every default filled in. */
export const hookSchema: z.ZodType<HookSettings> = byKind(
  {
    hook: fields({
      kind: z.literal('hook'),
      name: checkName.optional(),
      at: oneOf(fleetHookPoints),
      run: command.optional(),
      http: callSchema.optional(),
      onInstances: command.optional(),
      timeout: duration({ atLeast: 1, atMost: 86_400 }).default(seconds(60)),
      onFailure: oneOf(['turn-back', 'ignore']).default('turn-back'),
    }).transform((hook, context): HookSettings => {
      const { kind, at, name = at, run, http, onInstances, timeout, onFailure } = hook;
      const actions = [
        ...(run === undefined ? [] : [{ kind: 'command' as const, run }]),
        ...(http === undefined ? [] : [http]),
        ...(onInstances === undefined ? [] : [{ kind: 'instances' as const, run: onInstances }]),
      ];
      const [action, another] = actions;
      if (action === undefined || another !== undefined) {
        const message =
          action === undefined
            ? 'write what it does: run, http or onInstances'
            : 'write one of run, http and onInstances, and more hooks for more';
        context.addIssue({ code: 'custom', input: hook, message });
        return z.NEVER;
      }
      return { kind, name, at, action, timeout, onFailure };
    }),
  },
  'write hook({ at, … })',
);

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

const variable = text(
  /^[A-Za-z_][A-Za-z0-9_]*$/,
  "write the name of an environment variable, such as 'SLACK_URL': the value itself is a secret",
);

const told = {
  urlFrom: variable,
  events: z
    .array(eventSchema, { error: "write a list of events, such as ['rollout-ended']" })
    .default([...toldByDefault]),
};

/** Somebody who is told, with every default filled in. */
export const notifySchema: z.ZodType<NotificationSettings> = byKind<NotificationSettings>(
  {
    slack: fields({ kind: z.literal('slack'), ...told }),
    webhook: fields({ kind: z.literal('webhook'), ...told, secretFrom: variable.optional() }).transform(
      ({ secretFrom, ...rest }) => (secretFrom === undefined ? rest : { ...rest, secretFrom }),
    ),
  },
  'write slack({ urlFrom }) or webhook({ urlFrom })',
);
