export * from './errors/cloud-error.ts';
export * from './errors/imago-error.ts';
export * from './model/duration.ts';
export * from './ports/clock.ts';
export * from './ports/prober.ts';
export * from './ports/shell.ts';
export * from './ports/state-store.ts';
