import type { StateReason } from '../../store/records/ec2.ts';

/** EC2's older, human form of a state reason: `User initiated (2026-11-21 10:00:00 GMT)`. */
export function transitionReason(reason: StateReason, now: Date): string {
  if (!reason.code.startsWith('Client.')) return reason.code;
  if (reason.code === 'Client.InstanceInitiatedShutdown') return '';
  return `User initiated (${now.toISOString().slice(0, 19).replace('T', ' ')} GMT)`;
}
