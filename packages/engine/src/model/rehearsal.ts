/** What is tried: a release in an empty environment, or the upgrade to it of what is live. */
export type RehearsalKind = 'create' | 'upgrade';

/** The environment name of a rehearsal; eight hexadecimal digits, so that no two are the same by chance. */
export const isRehearsalId = (text: string): boolean => /^test-[0-9a-f]{8}$/.test(text);
