import type { HookInput, HookOptions, NotifyInput, SlackOptions, WebhookOptions } from './hook-options.ts';
import type { TestInput, TestOptions } from './test-options.ts';

/**
 * Something of your own that is done at a point of every rollout.
 *
 * @example
 * hook({ at: 'before-shift', run: 'npm run migrate', timeout: '10m' })
 */
export const hook = (options: HookOptions): HookInput => ({ ...options, kind: 'hook' });

/**
 * A test of deploys and rehearsals: a command, a request, or files of vitest.
 *
 * @example
 * test({ name: 'orders', at: ['before', 'after'], vitest: ['test/orders.test.ts'] })
 */
export const test = (options: TestOptions): TestInput => ({ ...options, kind: 'test' });

/** Tells a Slack channel, or what takes the same messages, of rollouts. */
export const slack = (options: SlackOptions): NotifyInput => ({ ...options, kind: 'slack' });

/** Sends events of rollouts as JSON, signed where `secretFrom` says with what. */
export const webhook = (options: WebhookOptions): NotifyInput => ({ ...options, kind: 'webhook' });
