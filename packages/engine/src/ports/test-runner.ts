import type { TestMoment, TestSettings } from '../model/check.ts';
import type { Duration } from '../model/duration.ts';
import type { EnvironmentRef } from '../model/environment.ts';

/** What a test is told of the environment that it tests; commands and vitest get it as `IMAGO_*` variables. */
export interface TestTarget {
  readonly environment: EnvironmentRef;
  readonly moment: TestMoment;
  /** The release that the environment is to have, or has. */
  readonly release?: string;
  /** The release before it, where there is one. */
  readonly previous?: string;
  /** Address that users reach, without a path. */
  readonly url?: string;
  /** A cluster's members, in their order. */
  readonly members: readonly { readonly name: string; readonly address: string }[];
  /** Addresses of a fleet's instances. */
  readonly instances: readonly string[];
}

/** How a test ended. */
export interface TestVerdict {
  readonly name: string;
  readonly passed: boolean;
  /** One line: what was found, or why it failed. */
  readonly detail: string;
  /** The last lines that it wrote, if any. */
  readonly output: readonly string[];
  readonly took: Duration;
}

/** How a test is ended from outside. */
export interface TestSignals {
  /** Ends it now: what it would have found does not matter any more. */
  readonly abort: AbortSignal;
  /** A test *during* an upgrade is asked to come to its end; that it does, and with success, is its verdict. */
  readonly stop?: AbortSignal;
}

/** Why a test cannot be run, and what to do about it. */
export interface TestProblem {
  readonly message: string;
  readonly fix: string;
}

/** Runs the user's tests. */
export interface TestRunner {
  /** What stands in the way of running it on this machine, as far as that can be known beforehand. */
  check(test: TestSettings): Promise<TestProblem | undefined>;
  /** Runs one test to its end. A test that fails is a verdict; rejects only where it was aborted. */
  run(test: TestSettings, target: TestTarget, signals: TestSignals): Promise<TestVerdict>;
}
