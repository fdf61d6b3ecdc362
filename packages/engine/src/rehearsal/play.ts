import type { Capacity } from '../model/fleet.ts';
import type { EnvironmentSettings } from '../model/release.ts';
import { tagKeys } from '../model/environment.ts';
import { deploy } from '../rollout/deploy.ts';
import { optional } from '../rollout/optional.ts';
import type { DeployOutcome } from '../rollout/outcome.ts';
import { withPatience } from '../rollout/patience.ts';
import { carryCapacity } from '../strategies/carry-capacity.ts';
import { copyData, sizedFor, snapshotsIn } from './copy-data.ts';
import type { Live } from './live-release.ts';
import type { RehearsalBook } from './records.ts';
import { environmentOf, within } from './rehearsal-ports.ts';
import type { RehearsalPorts } from './rehearsal-ports.ts';
import type { RehearseRequest } from './rehearse-request.ts';
import { rehearsalSettings, settingsAsLive } from './rehearsal-settings.ts';
import type { Stage } from './rehearsal-settings.ts';

/** How a rehearsal went. */
export interface Verdict {
  readonly state: 'passed' | 'failed' | 'interrupted';
  readonly reason?: string;
  readonly rollout?: DeployOutcome;
}

/** What is rehearsed, and with what. */
export interface Play {
  readonly request: RehearseRequest;
  /** Undefined where an empty environment is created. */
  readonly live: Live | undefined;
  readonly book: RehearsalBook;
  readonly ports: RehearsalPorts;
  readonly signal: AbortSignal;
}

/** Makes the network, what is live now where an upgrade is tried, and then deploys the candidate as any deploy does. */
export async function play({ request, live, book, ports, signal }: Play): Promise<Verdict> {
  const { record } = book;
  const { id: rehearsal, expiresAt } = record;
  const environment = environmentOf(record);
  const tags = { [tagKeys.expires]: expiresAt };
  const tell = (summary: string): void => ports.emit({ code: 'rehearsal-step', rehearsal, summary });
  const like = live?.release.settings ?? request.settings;
  const network = await withPatience(ports, () => ports.rehearsals.createNetwork(environment, like, tags));
  const { vpc, subnets, block } = network;
  await book.write({ network: { vpc, subnets } });
  tell(`network ${vpc} (${block}) with ${subnets.length} subnets`);
  const stage: Stage = { network, expiresAt };

  if (live !== undefined) {
    const { image, id, settings } = live.release;
    const copied = settings.kind === 'cluster' && settings.volumes.length > 0 && request.data === 'snapshots';
    if (copied) tell(`copying the data of ${request.environment} as they are now`);
    const origin = { project: request.project, environment: request.environment };
    const copies = copied ? await copyData(origin, environment, tags, ports, signal) : {};
    if (signal.aborted) return { state: 'interrupted' };
    tell(`making ${id} as it is live in ${request.environment}`);
    const base = sizedFor(settingsAsLive(settings, stage, capacityOf(live)), copies);
    const snapshots = copied ? snapshotsIn(copies) : undefined;
    const made = await deploy(
      { ...environment, image, settings: base, ...optional({ snapshots }) },
      within(ports),
      signal,
    );
    if (made.kind !== 'deployed') {
      const { reason, ...verdict } = verdictOf(made);
      const what = `${id}, which is live, could not be made again`;
      return { ...verdict, ...optional({ reason: reason === undefined ? undefined : `${what}: ${reason}` }) };
    }
    tell(`upgrading it`);
  }
  const settings = sized(rehearsalSettings(request.settings, stage), live);
  // The same release again is an upgrade too, where that is what is asked for.
  const order = { ...environment, image: request.image, settings, force: true };
  return verdictOf(await deploy(order, within(ports), signal));
}

/** The size that a fleet has now, which is never nothing. */
const capacityOf = ({ release: { settings }, capacity }: Live): Capacity | undefined =>
  settings.kind === 'cluster' ? undefined : carryCapacity(settings.size, settings.size, capacity);

/** A fleet gets the size that a deploy would give it. */
function sized(settings: EnvironmentSettings, live: Live | undefined): EnvironmentSettings {
  const before = live?.release.settings;
  if (settings.kind === 'cluster' || live === undefined || before?.kind === 'cluster') return settings;
  return { ...settings, size: carryCapacity(settings.size, before?.size, live.capacity) };
}

function verdictOf(outcome: DeployOutcome): Verdict {
  const rollout = outcome;
  switch (outcome.kind) {
    case 'deployed':
    case 'healed':
    case 'restored':
    case 'unchanged':
      return { state: 'passed', rollout };
    case 'interrupted':
      return { state: 'interrupted', rollout };
    case 'waiting':
      return { state: 'failed', rollout, reason: `it would wait for a person: ${outcome.reason}` };
    case 'rolled-back':
    case 'aborted':
    case 'stopped':
      return { state: 'failed', rollout, reason: outcome.reason };
    case 'handed-over':
      return { state: 'failed', rollout, reason: 'nobody saw it through' };
    case 'locked': {
      const { user, host, command, pid } = outcome.by;
      return { state: 'failed', rollout, reason: `${user}@${host} runs ${command} on it (pid ${pid})` };
    }
  }
}
