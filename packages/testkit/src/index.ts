export * from './fleet-settings.ts';
export * from './memory-state-store.ts';
export * from './random.ts';
export * from './simulator/cloud.ts';
export * from './simulator/process.ts';
export * from './simulator/schedule.ts';
export * from './simulator/world.ts';
export * from './virtual-clock.ts';
