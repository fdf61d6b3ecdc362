import type { NameServers } from './name-servers.ts';
import type { Volumes } from './volumes.ts';

/**
 * The seam between the AWS services and the Linux machines behind them.
 *
 * Two things stand behind it: `lxc/` (real machines) and `off/` (no machines: for benchmarks of the
 * control plane and for tests of the wire). A *disk* is a frozen root file system that machines start from.
 */
export interface MachineSpec {
  /** Instance id. */
  readonly id: string;
  /** Name of the disk that the root file system starts from. */
  readonly disk: string;
  readonly address: string;
  readonly macAddress: string;
  /** Length of its network's prefix, and the way out; those of the cloud's own network unless told. */
  readonly network?: { readonly prefixLength: number; readonly gateway: string };
  /** What its sessions and services find in their environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly hostname: string;
  readonly memoryMiB: number;
}

export interface MachineExit {
  readonly id: string;
  /** `shutdown`: powered off from inside, in order. `crash`: it died. */
  readonly kind: 'shutdown' | 'crash';
}

export interface Machines {
  /** Prepares the host (bridge, firewall, sysctls), sweeps what a crash left, and tells which machines still run. */
  open(known: ReadonlySet<string>): Promise<ReadonlySet<string>>;
  /** Stops every machine and takes everything that `open` and the calls below made off the host. Disks stay. */
  close(): Promise<void>;

  /** Makes the base disk (mmdebstrap) unless it is cached; concurrent calls share one build. `name`: `debian-12`. */
  prepareBase(name: string): Promise<void>;
  hasDisk(name: string): boolean;

  /** Makes the machine's root file system; nothing runs yet. */
  create(spec: MachineSpec): Promise<void>;
  /** Starts it; resolves as soon as its init runs. */
  boot(id: string): Promise<void>;
  /** In order (power button), then by force after `graceSeconds`; at once when 0. Resolves when it is gone. */
  halt(id: string, graceSeconds: number): Promise<void>;
  /** Restarts it in order, disk kept. */
  reboot(id: string): Promise<void>;
  /** Halts by force if it runs and deletes its root file system. */
  destroy(id: string): Promise<void>;
  /**
   * Freezes the machine's root file system under a new disk name, without the identity of the machine
   * (machine id, host name, host keys). The machine may run on or be started again afterwards.
   * A stopped machine takes milliseconds (its upper layer becomes the disk); a running one is copied.
   */
  freeze(id: string, disk: string): Promise<{ readonly bytes: number }>;
  /** Deletes a disk as soon as nothing builds on it. */
  deleteDisk(name: string): Promise<void>;
  /** What the machine printed on its console, at most the last 64 KiB. */
  console(id: string): Promise<string>;
  /** The processor time that a machine has had since it booted, in seconds; nothing when it does not run. */
  cpuSeconds(id: string): Promise<number | undefined>;
  /** Resolves true when `init` runs. */
  isRunning(id: string): Promise<boolean>;
  /** Reports machines that ended without `halt`, `reboot` or `destroy`. */
  onExit(listener: (exit: MachineExit) => void): void;

  /** Adds or removes an address of a load balancer on the bridge. */
  addAddress(address: string): Promise<void>;
  removeAddress(address: string): Promise<void>;
  /**
   * Replaces the packet filter: who may reach which machine, and between which networks there is no way. Networks
   * that are not told stay as they are.
   */
  applyFirewall(rules: readonly FirewallRule[], networks?: readonly MachineNetwork[]): Promise<void>;
  /** What on the host a network of this block would get in the way of; nothing when it is free. */
  conflictOf(cidr: string): string | undefined;
  /** Serves the metadata service; the handler is told which address asked. */
  serveMetadata(handler: MetadataHandler): Promise<void>;
  readonly balancer: Balancer;
  readonly volumes: Volumes;
  readonly nameServers: NameServers;
}

/** A network that machines are in: none reaches another, and the host reaches all. */
export interface MachineNetwork {
  /** `10.50.0.0/16`. */
  readonly cidr: string;
  /** The host's own address in it, which is the machines' way out: `10.50.0.1`. */
  readonly gateway: string;
  /** The blocks in it whose machines reach the world. */
  readonly outbound: readonly string[];
}

/** Allows traffic to `address`; what no rule allows is dropped (replies are always allowed). */
export interface FirewallRule {
  readonly address: string;
  /** `tcp`, `udp`, `icmp`, or `all`. */
  readonly protocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  /** CIDR blocks that may open a connection. */
  readonly sources: readonly string[];
}

export type MetadataHandler = (request: Request, remoteAddress: string) => Promise<Response>;

/** What one load balancer serves: its listeners, with the rules and servers that share their traffic. */
export interface BalancerSpec {
  /** Short and unique, `[a-z0-9-]`, used for file names. */
  readonly id: string;
  readonly address: string;
  readonly idleTimeoutSeconds: number;
  readonly listeners: readonly BalancerListener[];
}

export interface BalancerListener {
  readonly port: number;
  /** For the requests that no rule takes. */
  readonly action: BalancerAction;
  /** In the order in which they are tried. */
  readonly rules: readonly BalancerRule[];
}

export type BalancerAction =
  | {
      readonly kind: 'forward';
      readonly servers: readonly BalancerServer[];
      /** Share of the requests, 0 to 1, that is answered 503 because nothing stands behind it. */
      readonly unavailable: number;
    }
  | {
      readonly kind: 'respond';
      readonly status: number;
      readonly contentType: string;
      readonly body: string;
    }
  | {
      readonly kind: 'redirect';
      readonly status: number;
      /** A URL in which `#{protocol}`, `#{host}`, `#{port}`, `#{path}` and `#{query}` stand for the request's own. */
      readonly location: string;
    };

export interface BalancerRule {
  /** Unique within the load balancer, `[a-z0-9]`. */
  readonly id: string;
  /** 0 to 99; no two rules of a load balancer have the same, and a rule keeps its own. */
  readonly slot: number;
  /** All of them must hold. */
  readonly conditions: readonly BalancerCondition[];
  readonly action: BalancerAction;
}

/** Holds where one of its values matches. In patterns `*` stands for anything and `?` for one character. */
export type BalancerCondition =
  | { readonly kind: 'host-header' | 'path-pattern'; readonly values: readonly string[] }
  | { readonly kind: 'http-header'; readonly name: string; readonly values: readonly string[] }
  | { readonly kind: 'http-request-method' | 'source-ip'; readonly values: readonly string[] }
  | {
      readonly kind: 'query-string';
      readonly values: readonly { readonly key?: string; readonly value: string }[];
    };

export interface BalancerServer {
  /** Unique within the action, `[A-Za-z0-9_.-]`. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** 0 to 256, relative within the action; 0 gets nothing new. */
  readonly weight: number;
  /**
   * `ready` takes requests; `drain` finishes what it has; `cut` loses it at once, for what is gone or out of
   * time. A server that is left out finishes what it has, too.
   */
  readonly state: 'ready' | 'drain' | 'cut';
}

/**
 * Real load balancers (HAProxy), one process each, that outlive the daemon. `apply` makes the process serve
 * the spec: rules, servers and weights change through the runtime socket with no reload; listeners may reload.
 */
export interface Balancer {
  apply(spec: BalancerSpec): Promise<void>;
  remove(id: string): Promise<void>;
  /** Open connections and requests in flight per server, over all listeners and rules: `SERVER -> count`. */
  sessions(id: string): Promise<ReadonlyMap<string, number>>;
  /** What its processes have done, each since its own start; a process that a reload replaced has its own until it ends. */
  counters(id: string): Promise<readonly TrafficCounters[]>;
}

/** What one server or listener has done since its process began. */
export interface TrafficCounters {
  /** Tells it from all others, those of other processes too. */
  readonly id: string;
  readonly kind: 'server' | 'listener';
  /** The server's name. */
  readonly server: string;
  readonly requests: number;
  readonly answers: Readonly<Record<'2xx' | '3xx' | '4xx' | '5xx', number>>;
  /** Mean time to the head of the answer over the last 1024 requests. */
  readonly responseMilliseconds: number;
}
