import type { Hold } from '../model/rollout.ts';

/** What a person may say to a rollout that waits, and what comes of it. */
export function nextCommands(environment: string, why: Hold): string {
  const abort = `\`imago abort ${environment}\` puts everything back`;
  switch (why) {
    case 'paused':
    case 'step':
      return `\`imago promote ${environment}\` goes on, ${abort}`;
    case 'approval':
      return `\`imago promote ${environment}\` approves it, ${abort}`;
    case 'failed': {
      const override = `\`imago resume ${environment} --override-gate NAME --reason TEXT\` lets a gate pass`;
      return `\`imago resume ${environment}\` tries again, ${override}, ${abort}`;
    }
    case 'handed-over':
      return `\`imago resume ${environment}\` sees it through, ${abort}`;
  }
}
