import type { CheckResult, TestMoment } from '../model/check.ts';
import type { ClusterHealth } from '../model/cluster-health.ts';
import type { ObservedCluster } from '../model/observed-cluster.ts';
import type { Observed, Weights } from '../model/observed.ts';
import type { ReleaseId } from '../model/release.ts';
import type { Because, Hold, Order, RolloutAction, RolloutEnd, RolloutRecord } from '../model/rollout.ts';
import type { SideTraffic, Traffic } from '../model/traffic.ts';
import type { ProbeSample, ProbeTotals } from '../ports/prober.ts';
import type { RehearsalEvent } from './rehearsal-events.ts';

/** What a rollout tells while it runs. */
export type RolloutEvent =
  | RehearsalEvent
  | {
      readonly code: 'rollout-started';
      readonly number: number;
      readonly kind: RolloutRecord['kind'];
      readonly to?: ReleaseId;
      readonly from?: ReleaseId;
    }
  /** The run before this one was killed; this is what is done about it. */
  | { readonly code: 'rollout-recovered'; readonly number: number; readonly summary: string }
  | { readonly code: 'lock-taken-over'; readonly from: string; readonly why: string }
  | { readonly code: 'action-started'; readonly action: RolloutAction; readonly summary: string }
  | {
      readonly code: 'action-finished';
      readonly action: RolloutAction;
      readonly summary: string;
      readonly ms: number;
    }
  /** The cloud throttled or failed; the same is tried again. */
  | { readonly code: 'retrying'; readonly message: string }
  /** After every look at the cloud. */
  | {
      readonly code: 'observed';
      readonly observed: Observed;
      readonly traffic?: Traffic;
      readonly totals?: ProbeTotals;
      readonly testTraffic?: Readonly<Record<string, SideTraffic>>;
    }
  /** The same of a cluster, with what it last said of itself. */
  | { readonly code: 'cluster-observed'; readonly observed: ObservedCluster; readonly health?: ClusterHealth }
  /** A member of a cluster could not have the address again that its data may know it by. */
  | {
      readonly code: 'address-lost';
      readonly member: string;
      readonly address: string;
      readonly before: string;
    }
  | { readonly code: 'waiting'; readonly reason: string; readonly until?: string }
  | { readonly code: 'weights-shifted'; readonly weights: Weights }
  | { readonly code: 'probe-sample'; readonly sample: ProbeSample }
  /** A step of a canary or a checkpoint of a rolling rollout is behind us; `index` from 0. */
  | { readonly code: 'step-passed'; readonly index: number; readonly title: string }
  /** A gate or hook was asked once. */
  | {
      readonly code: 'check-sampled';
      readonly key: string;
      readonly name: string;
      readonly ok: boolean;
      readonly detail: string;
      readonly value?: number;
    }
  | {
      readonly code: 'check-ended';
      readonly key: string;
      readonly name: string;
      readonly result: CheckResult;
      readonly detail: string;
    }
  | { readonly code: 'test-started'; readonly name: string; readonly moment: TestMoment }
  | {
      readonly code: 'test-passed';
      readonly name: string;
      readonly moment: TestMoment;
      readonly detail: string;
      readonly ms: number;
    }
  | {
      readonly code: 'test-failed';
      readonly name: string;
      readonly moment: TestMoment;
      readonly detail: string;
      readonly output: readonly string[];
      readonly ms: number;
    }
  /** A person said how it goes on. */
  | { readonly code: 'order-heard'; readonly order: Order }
  /** The process ends and leaves everything as it is, until a person says how it goes on. */
  | { readonly code: 'rollout-held'; readonly number: number; readonly why: Hold; readonly reason: string }
  | { readonly code: 'turned-back'; readonly because: Because; readonly reason: string }
  | { readonly code: 'rollout-ended'; readonly number: number; readonly end: RolloutEnd };
