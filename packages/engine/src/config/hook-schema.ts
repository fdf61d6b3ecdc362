import { z } from 'zod';
import { hookPoints } from '../model/check.ts';
import type { HookSettings } from '../model/check.ts';
import { seconds } from '../model/duration.ts';
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
      at: oneOf(hookPoints),
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
