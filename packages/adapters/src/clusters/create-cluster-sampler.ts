import type { ClusterSampler } from '@imago/engine';
import { createSshShell } from '../ssh/ssh-shell.ts';
import type { SshShell } from '../ssh/ssh-shell.ts';
import { sampleConsul } from './consul.ts';
import type { ClusterQuestion } from './each-member.ts';
import { sampleEtcd } from './etcd.ts';
import { sampleCommand } from './member-command.ts';
import { sampleHttp } from './member-http.ts';

/** What clusters are asked with. */
export interface ClusterTools {
  /** The project's folder: commands run there, and relative paths of keys and certificates start there. */
  readonly directory: string;
  /** What commands inherit, and where tokens are. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now?: () => Date;
  /**
   * A new way to the members for each sample: one that outlived a member's instance would take the next one on its
   * address for an impostor.
   */
  readonly shell?: () => SshShell;
}

/** Asks etcd, Consul and whatever answers to a command or over HTTP what they say of themselves; nothing is kept between two samples. */
export function createClusterSampler(options: ClusterTools): ClusterSampler {
  const { directory, env, now = () => new Date(), shell = createSshShell } = options;
  return {
    sample(gate, members, ssh, signal) {
      const question: ClusterQuestion = {
        members,
        ssh,
        signal,
        at: now(),
        tools: { directory, env, shell: shell() },
      };
      switch (gate.kind) {
        case 'etcd':
          return sampleEtcd(gate, question);
        case 'consul':
          return sampleConsul(gate, question);
        case 'member-command':
          return sampleCommand(gate, question);
        case 'member-http':
          return sampleHttp(gate, question);
      }
    },
  };
}
