import { z } from 'zod';
import type { TestMoment, TestSettings } from '../model/check.ts';
import { minutes } from '../model/duration.ts';
import { optional } from '../rollout/optional.ts';
import { checkName } from './gate-schema.ts';
import { byKind, duration, fields, nonEmpty, oneOf, statusCodes, text } from './schema.ts';

const moments = ['before', 'during', 'after'] as const satisfies readonly TestMoment[];

const momentsFix = "write a list of moments, such as ['before', 'after']";

/** What a URL may have in it. */
const variables = ['URL', 'ADDRESS', 'PROJECT', 'ENVIRONMENT', 'RELEASE', 'PREVIOUS'].map(
  (name) => `IMAGO_${name}`,
);

const form = /^(https?:\/\/|\$IMAGO_URL\b|\$\{IMAGO_URL\})[\x21-\x7e]*$/;

const url = text(
  form,
  "write a URL, which may begin with that of the environment: '$IMAGO_URL/version'",
).superRefine((written, context) => {
  const unknown = [...written.matchAll(/\$\{?([A-Za-z_][A-Za-z0-9_]*)/g)].find(
    ([, name = '']) => !variables.includes(name),
  );
  if (unknown === undefined || !form.test(written)) return;
  const message = `write one of $${variables.join(', $')} instead of $${unknown[1]}`;
  context.addIssue({ code: 'custom', input: written, message });
});

const httpSchema = fields({
  url,
  matcher: statusCodes.default('200-299'),
  contains: nonEmpty('write text that the answer must hold').optional(),
}).transform(({ contains, ...request }) => ({
  kind: 'http' as const,
  ...request,
  ...optional({ contains }),
}));

/** A test of the config, with every default filled in. */
export const testSchema: z.ZodType<TestSettings> = byKind(
  {
    test: fields({
      kind: z.literal('test'),
      name: checkName.default('test'),
      at: z.array(oneOf(moments), { error: momentsFix }).min(1, { error: momentsFix }).default(['after']),
      run: nonEmpty("write a shell command, such as './smoke-test.sh'").optional(),
      http: httpSchema.optional(),
      vitest: z
        .array(nonEmpty("write the path of a test file, such as 'test/orders.test.ts'"), {
          error: "write a list of files, such as ['test/orders.test.ts']",
        })
        .min(1, { error: "name a file, such as ['test/orders.test.ts']" })
        .optional(),
      timeout: duration({ atLeast: 1, atMost: 86_400 }).default(minutes(5)),
    }).transform((test, context): TestSettings => {
      const { name, run, http, vitest, timeout } = test;
      const actions = [
        ...(run === undefined ? [] : [{ kind: 'command' as const, run }]),
        ...(http === undefined ? [] : [http]),
        ...(vitest === undefined ? [] : [{ kind: 'vitest' as const, files: vitest }]),
      ];
      const [action, another] = actions;
      if (action === undefined || another !== undefined) {
        const message =
          action === undefined
            ? 'write what it does: run, http or vitest'
            : 'write one of run, http and vitest, and more tests for more';
        context.addIssue({ code: 'custom', input: test, message });
        return z.NEVER;
      }
      return { name, at: moments.filter((moment) => test.at.includes(moment)), action, timeout };
    }),
  },
  'write test({ … }) with run, http or vitest',
);
