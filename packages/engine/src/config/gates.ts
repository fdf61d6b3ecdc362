import type {
  AlarmsOptions,
  AnalysisOptions,
  ApprovalOptions,
  CommandGateOptions,
  CompareOptions,
  GateInput,
  HttpGateOptions,
  TcpGateOptions,
} from './gate-options.ts';

/** A gate: requests over HTTP succeed. */
export const httpGate = (options: HttpGateOptions): GateInput => ({ ...options, kind: 'http' });

/** A gate: connections over TCP are taken. */
export const tcpGate = (options: TcpGateOptions): GateInput => ({ ...options, kind: 'tcp' });

/** A gate: a command ends with status 0. */
export const commandGate = (options: CommandGateOptions): GateInput => ({ ...options, kind: 'command' });

/** A gate: none of these CloudWatch alarms is in ALARM. */
export const alarms = (options: AlarmsOptions): GateInput => ({ ...options, kind: 'alarms' });

/**
 * A gate: a number from a CloudWatch metric or a script is as it should be.
 *
 * @example
 * analysis({ script: 'scripts/error-rate.sh', atMost: 0.01, interval: '30s', count: 5, failureLimit: 1 })
 */
export const analysis = (options: AnalysisOptions): GateInput => ({ ...options, kind: 'analysis' });

/** A gate: the new side answers as well as the old one, by requests that Imago sends to both. */
export const compare = (options: CompareOptions = {}): GateInput => ({ ...options, kind: 'compare' });

/** A gate: a person says `imago promote`. */
export const approval = (options: ApprovalOptions = {}): GateInput => ({ ...options, kind: 'approval' });
