export { freeBlocks, overlap, subnetBlock } from './blocks.ts';
export type { RehearsalRecord } from './rehearsal-record.ts';
export { rehearse } from './rehearse.ts';
export type * from './rehearse-request.ts';
export type * from './rehearsal-outcome.ts';
export type { RehearsalPorts } from './rehearsal-ports.ts';
export { tellRehearsals } from './tell-rehearsals.ts';
export { removeRehearsal, sweepRehearsals } from './sweep.ts';
