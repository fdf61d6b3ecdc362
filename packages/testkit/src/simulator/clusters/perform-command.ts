import {
  abortRollout,
  deploy,
  destroy,
  healCluster,
  pauseRollout,
  promoteRollout,
  resumeRollout,
  rollback,
  seconds,
} from '@imago/engine';
import type { ClusterSettings, EnvironmentRef } from '@imago/engine';
import { clusterSettings, volumeSettings } from '../../cluster-settings.ts';
import type { ClusterProcess } from './process.ts';
import type { ClusterCommand, ClusterSchedule, ClusterTraits } from './schedule.ts';

/** The one environment of every schedule. */
export const environment: EnvironmentRef = { project: 'shop', environment: 'store' };

/** Does what a command says, and answers how it ended. */
export function performClusterCommand(
  command: ClusterCommand,
  schedule: Pick<ClusterSchedule, 'size' | 'volumes' | 'bootstrap'>,
  { ports, signal }: ClusterProcess,
  breakLock: boolean,
): Promise<{ readonly kind: string; readonly reason?: string }> {
  const request = { ...environment, breakLock, kind: 'cluster' as const };
  switch (command.kind) {
    case 'deploy': {
      const settings = settingsOf(schedule, command.traits);
      return deploy({ ...request, image: { id: command.image }, settings }, ports, signal);
    }
    case 'rollback':
      return rollback({ ...request, ...(command.to === undefined ? {} : { to: command.to }) }, ports, signal);
    case 'heal':
      return healCluster(request, ports, signal);
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
  }
}

/** The settings that a deploy hands in. */
export function settingsOf(
  { size, volumes, bootstrap }: Pick<ClusterSchedule, 'size' | 'volumes' | 'bootstrap'>,
  traits: ClusterTraits,
): ClusterSettings {
  const { downgrade, beforeStop, gates, afterMember, firstMemberBakeTime, autoRollback, snapshots } = traits;
  const timeout = seconds(20);
  return clusterSettings(
    size,
    {
      volumes: volumes.map(volumeSettings),
      bootstrap,
      downgrade,
      gates,
      ...(beforeStop === undefined ? {} : { beforeStop: { ...beforeStop, timeout } }),
      ...(afterMember === undefined
        ? {}
        : {
            hooks: [
              {
                kind: 'hook',
                name: 'after',
                at: 'after-member',
                action: { kind: 'command', run: afterMember },
                timeout,
                onFailure: 'turn-back',
              },
            ],
          }),
    },
    { firstMemberBakeTime: seconds(firstMemberBakeTime), autoRollback, snapshots },
  );
}

/** A command as people type it. */
export function clusterCommandText(command: ClusterCommand): string {
  switch (command.kind) {
    case 'deploy': {
      const { downgrade, beforeStop, gates, afterMember } = command.traits;
      const checks = [...gates.map(({ at, run }) => `${at} ${run}`), beforeStop?.run, afterMember];
      const how = checks.filter((check) => check !== undefined).join(', ');
      return `deploy ${command.image}, downgrade ${downgrade}${how === '' ? '' : `, with ${how}`}`;
    }
    case 'rollback':
      return `rollback${command.to === undefined ? '' : ` --to ${command.to}`}`;
    case 'promote':
      return command.full ? 'promote --full' : 'promote';
    case 'heal':
    case 'destroy':
    case 'resume':
    case 'pause':
    case 'abort':
      return command.kind;
  }
}
