import type { ClusterAction, ObservedMemberInstance, ReleaseId } from '@imago/engine';

/** How a release turns out on a member. */
export type Behaviour =
  | 'good'
  /** Never answers. */
  | 'never-healthy'
  /** Never answers on members with an even ordinal. */
  | 'half-healthy'
  /** Answers no more a while after it began to. */
  | 'fails-later'
  /** Takes long to answer. */
  | 'slow'
  /** Ends by itself. */
  | 'dies'
  /** Its image is gone. */
  | 'cannot-launch';

/** What becomes of an instance besides its release. */
export type MachineFate = 'never-boots' | 'dies-young' | 'slow-to-run' | 'slow-to-boot';

/** An instance of a member. */
export interface Machine {
  readonly id: string;
  readonly member: string;
  readonly release: ReleaseId;
  /** Undefined: somebody else launched it. */
  readonly attempt: string | undefined;
  readonly bootstrap: Extract<ClusterAction, { kind: 'launch-member' }>['bootstrap'];
  behaviour: Behaviour;
  fate: MachineFate | undefined;
  readonly launchedAt: number;
  state: ObservedMemberInstance['state'];
  /** The last change of state that was ordered; what was due before it does not come. */
  order: number;
  /** It runs, and does not answer. */
  sick: boolean;
  /** Its volumes are there, and its store has had the time to start. */
  started: boolean;
  /** Since when all of its volumes are there. */
  equippedAt: number | undefined;
  /** We ordered it to stop or to end, at that time. */
  orderedAt: number | undefined;
}

/** A data volume. */
export interface Disk {
  readonly id: string;
  readonly member: string;
  readonly name: string;
  readonly fromSnapshot: string | undefined;
  state: 'creating' | 'available' | 'in-use' | 'deleting';
  attachment: { readonly instance: string; state: 'attaching' | 'attached' | 'detaching' } | undefined;
  /** Its tag. */
  formatted: boolean;
  /** The restore that had it made. */
  readonly restoredBy: number | undefined;
  /** The restore that set it aside. */
  replacedBy: number | undefined;
  order: number;
  /** How many entries of the log it holds. */
  entries: number;
}

/** A member: what outlives its instances. */
export interface Seat {
  readonly name: string;
  readonly ordinal: number;
  /** Attempts whose instances have ended: EC2 tells of them for an hour, which is longer than any schedule. */
  readonly ended: string[];
  networkInterface: { readonly id: string; readonly address: string; holder: string | undefined } | undefined;
}

/** How the cloud is at the time. */
export interface ClusterWeather {
  /** Milliseconds from running with its volumes until the store answers: at least, at most. */
  readonly boot: readonly [number, number];
  /** From the order to stop until it is stopped. */
  readonly stop: readonly [number, number];
  readonly detach: readonly [number, number];
  /** How many milliseconds looks may be behind. */
  readonly stale: number;
  /** Entries a second that are written, and that a member that lags behind takes over. */
  readonly writes: number;
  readonly catchUp: number;
}
