import type { Duration } from '../model/duration.ts';

/** A step that makes the source into the image. */
export type Provisioner = ShellProvisioner | FileProvisioner;

/** What every provisioner has, as in Packer. */
export interface ProvisionerTiming {
  readonly pauseBefore?: Duration;
  /** The step fails when it takes longer. */
  readonly timeout?: Duration;
  /** How often a failed step is tried again. */
  readonly maxRetries?: number;
}

/** Runs scripts on the instance, one after the other; semantics of Packer's shell provisioner. */
export interface ShellProvisioner extends ProvisionerTiming {
  readonly kind: 'shell';
  readonly scripts: readonly ScriptSource[];
  /** Given to every script; the last of two with one name counts. */
  readonly environment: readonly EnvironmentVariable[];
  readonly executeCommand: CommandTemplate;
  /** `/tmp/script_NNNN.sh` when absent. */
  readonly remotePath?: string;
  /** Leaves the script on the instance. */
  readonly skipClean: boolean;
  /** Keeps CRLF line ends. */
  readonly binary: boolean;
  readonly validExitCodes: readonly number[];
  /** How long to try to start a script while the instance does not answer, for instance after a reboot. */
  readonly startRetryTimeout: Duration;
  /** A lost connection is no failure: the script reboots the instance. */
  readonly expectDisconnect: boolean;
  readonly pauseAfter?: Duration;
}

export type ScriptSource =
  | { readonly kind: 'file'; readonly path: string }
  /** One script of these lines under `#!SHEBANG`. */
  | { readonly kind: 'inline'; readonly lines: readonly string[]; readonly shebang: string };

export interface EnvironmentVariable {
  readonly name: string;
  readonly value: string;
}

/** A command line with gaps; text stands as it is. */
export type CommandTemplate = readonly (string | { readonly gap: CommandGap })[];

/** `Path`: the script on the instance. `Vars`: `K='v' ` pairs, sorted. `EnvVarFile`: a file of `export K='v'` lines. */
export type CommandGap = 'Path' | 'Vars' | 'EnvVarFile';

/** Copies files and folders; a folder's trailing slash means its contents, as with rsync and Packer. */
export interface FileProvisioner extends ProvisionerTiming {
  readonly kind: 'file';
  readonly sources: readonly string[];
  readonly destination: string;
}
