import { z } from 'zod';
import type { MemberSettings } from '../model/cluster.ts';
import { optional } from '../rollout/optional.ts';
import { fields, text, whole } from './schema.ts';

const memberSchema = fields({
  name: text(
    /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
    "write a host name of lower-case letters, digits and dashes, such as 'etcd-1'",
  ).optional(),
  zone: text(
    /^[a-z]{2}(-[a-z]+)+-\d+(-[a-z]+-\d+)?[a-z]$/,
    "write an availability zone, such as 'eu-central-1a'",
  ).optional(),
  address: z
    .ipv4({ error: "write a private address, such as '10.0.1.10'" })
    // Of this network, of this machine, of a link; from 224 on there is no address of one machine.
    .refine((address) => !/^(0|127|169\.254|22[4-9]|2[3-5]\d)\./.test(address), {
      error: "write the address of a machine in its subnet, such as '10.0.1.10'",
    })
    .optional(),
});

/** Members of the config: how many, or each, in order. Those without a name are called after their environment. */
export const membersSchema = (environment: string): z.ZodType<readonly MemberSettings[]> =>
  z
    .union(
      [
        whole(1, 50, 3).transform((count) => Array.from({ length: count }, () => ({}))),
        z
          .array(memberSchema, { error: 'write how many members, such as 3, or a list of them' })
          .min(1, { error: 'name a member at least' })
          .max(50, { error: 'name at most 50 members' }),
      ],
      { error: 'write how many members, from 1 to 50, such as 3, or a list of them' },
    )
    .transform((members) =>
      members.map(({ name, zone, address }: z.infer<typeof memberSchema>, index) => ({
        ordinal: index + 1,
        name: name ?? `${environment}-${index + 1}`,
        ...optional({ zone, address }),
      })),
    );
