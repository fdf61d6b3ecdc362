import { formatDuration } from '@imago/engine';
import type { AskedMember, Sampling, SshAccess } from '@imago/engine';
import type { UserFiles } from '../checks/read-key.ts';
import { within } from '../checks/within.ts';
import type { SshShell } from '../ssh/ssh-shell.ts';

/** Who is asked, with what, and until when. */
export interface ClusterQuestion {
  readonly members: readonly AskedMember[];
  readonly ssh: SshAccess | undefined;
  readonly signal: AbortSignal;
  readonly at: Date;
  readonly tools: UserFiles & { readonly shell: SshShell };
}

/** What a member told, or why it did not. */
export type Told<T> =
  | { readonly member: AskedMember; readonly told: T }
  | { readonly member: AskedMember; readonly silent: string };

/** Asks all members at the same time, each for as long as a sample may take. */
export function eachMember<T>(
  { members, signal }: Pick<ClusterQuestion, 'members' | 'signal'>,
  { timeout }: Sampling,
  ask: (member: AskedMember, signal: AbortSignal) => Promise<T>,
): Promise<readonly Told<T>[]> {
  const late = `no answer within ${formatDuration(timeout)}`;
  return Promise.all(
    members.map(async (member): Promise<Told<T>> => {
      if (member.address === '') return { member, silent: 'no address yet' };
      try {
        return { member, told: await within(timeout, late, signal, (limit) => ask(member, limit)) };
      } catch (error) {
        return { member, silent: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
}

/** Those that told something. */
export const answersIn = <T>(
  all: readonly Told<T>[],
): readonly { readonly member: AskedMember; readonly told: T }[] =>
  all.flatMap((one) => ('told' in one ? [one] : []));
