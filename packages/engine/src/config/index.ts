export * from './define-project.ts';
export type * from './fleet-options.ts';
export * from './load-spec.ts';
export * from './packer-image.ts';
export type * from './problem.ts';
export type * from './spec.ts';
