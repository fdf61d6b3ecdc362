import type { Duration } from '../model/duration.ts';

/** Everything a bake tells while it runs. `recipe` is the recipe's name: several may bake at once. */
export type BakeEvent =
  | {
      readonly code: 'bake-started';
      readonly recipe: string;
      readonly fingerprint: string;
      readonly provisioners: number;
    }
  /** Nothing to do: an image with this fingerprint exists. */
  | {
      readonly code: 'bake-reused';
      readonly recipe: string;
      readonly fingerprint: string;
      readonly imageId: string;
    }
  | {
      readonly code: 'bake-source-found';
      readonly recipe: string;
      readonly imageId: string;
      readonly name: string;
    }
  | {
      readonly code: 'bake-step-started';
      readonly recipe: string;
      readonly step: BakeStep;
      readonly detail?: string;
    }
  | {
      readonly code: 'bake-step-finished';
      readonly recipe: string;
      readonly step: BakeStep;
      readonly duration: Duration;
      readonly detail?: string;
    }
  | {
      readonly code: 'bake-provisioner-started';
      readonly recipe: string;
      /** From 0. */
      readonly index: number;
      /** Such as `shell deploy/setup.sh` or `file dist/ to /srv/app/`. */
      readonly title: string;
    }
  | {
      readonly code: 'bake-provisioner-finished';
      readonly recipe: string;
      readonly index: number;
      readonly title: string;
      readonly duration: Duration;
    }
  /** What a provisioner wrote, one or more whole lines, secrets masked. */
  | {
      readonly code: 'bake-output';
      readonly recipe: string;
      readonly index: number;
      readonly stream: 'stdout' | 'stderr';
      readonly text: string;
    }
  /** Something to know that stops nothing, such as why a recipe is baked at every run. */
  | { readonly code: 'bake-notice'; readonly recipe: string; readonly message: string }
  | {
      readonly code: 'bake-finished';
      readonly recipe: string;
      readonly fingerprint: string;
      readonly imageId: string;
      readonly name: string;
      readonly duration: Duration;
    }
  | {
      readonly code: 'bake-failed';
      readonly recipe: string;
      readonly errorCode: string;
      readonly message: string;
    }
  /** Asked to be kept for a look (`onError: 'keep'`); `login` is an ssh command. */
  | {
      readonly code: 'bake-kept';
      readonly recipe: string;
      readonly resources: readonly string[];
      readonly login?: string;
    }
  /** A temporary that could not be deleted and stays until the next run finds it. */
  | {
      readonly code: 'bake-cleanup-failed';
      readonly recipe: string;
      readonly resource: string;
      readonly message: string;
    }
  /** A temporary that a run which is gone left behind, and what became of it. */
  | {
      readonly code: 'bake-leftover';
      readonly resource: string;
      readonly owner: string;
      readonly removed: boolean;
      readonly message?: string;
    };

/** `prepare`: key pair and security group. `launch`: until it runs. `connect`: until ssh lets us in. */
export type BakeStep = 'prepare' | 'launch' | 'connect' | 'provision' | 'stop' | 'image' | 'cleanup';
