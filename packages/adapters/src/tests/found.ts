import { formatDuration } from '@imago/engine';
import type { Duration, TestVerdict } from '@imago/engine';

/** What a test has found out. */
export type Found = Pick<TestVerdict, 'passed' | 'detail' | 'output'>;

/** Why a test failed that took too long: it had `timeout` in all, or since it was `asked` to end. */
export const lateWords = (timeout: Duration, asked: boolean): string =>
  asked
    ? `it did not end within ${formatDuration(timeout)} after it was asked to`
    : `it was not done within ${formatDuration(timeout)}`;
