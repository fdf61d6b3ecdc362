import {
  abortRollout,
  deploy,
  destroy,
  pauseRollout,
  promoteRollout,
  resumeRollout,
  rollback,
} from '@imago/engine';
import { fleetSettings } from '../fleet-settings.ts';
import type { SimulatedProcess } from './process.ts';
import type { Command } from './schedule.ts';

/** The one environment of every schedule. */
const environment = { project: 'shop', environment: 'production' };

/** Does what a command says, and answers how it ended. */
export function performCommand(
  command: Command,
  { ports, signal }: SimulatedProcess,
  breakLock: boolean,
): Promise<{ readonly kind: string; readonly reason?: string }> {
  const request = { ...environment, breakLock };
  switch (command.kind) {
    case 'deploy':
      return deploy(
        { ...request, image: { id: command.image }, settings: fleetSettings(command.settings) },
        ports,
        signal,
      );
    case 'rollback': {
      const { to, force = false } = command;
      return rollback({ ...request, force, ...(to === undefined ? {} : { to }) }, ports, signal);
    }
    case 'destroy':
      return destroy(request, ports, signal);
    case 'resume':
      return resumeRollout(request, ports, signal);
    case 'promote':
      return promoteRollout({ ...request, full: command.full }, ports, signal);
    case 'abort':
      return abortRollout(request, ports, signal);
    case 'pause':
      return pauseRollout(environment, ports, signal);
    case 'override':
      return resumeRollout(
        { ...request, overrides: [{ gate: command.gate, reason: 'known' }] },
        ports,
        signal,
      );
  }
}

/** A command as people type it. */
export function commandText(command: Command): string {
  switch (command.kind) {
    case 'deploy': {
      const { strategy, gates, hooks } = command.settings;
      const checks = [...gates, ...hooks].map(({ name }) => name).join(', ');
      const how = strategy.kind === 'rolling' ? `rolling by ${strategy.engine}` : strategy.kind;
      return `deploy ${command.image} ${how}${checks === '' ? '' : ` with ${checks}`}`;
    }
    case 'rollback':
      return `rollback${command.to === undefined ? '' : ` --to ${command.to}`}`;
    case 'promote':
      return command.full ? 'promote --full' : 'promote';
    case 'override':
      return `resume --override-gate ${command.gate}`;
    case 'destroy':
    case 'resume':
    case 'pause':
    case 'abort':
      return command.kind;
  }
}
