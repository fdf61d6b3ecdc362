export * from './bake.ts';
export * from './bake-request.ts';
export * from './find-existing.ts';
export * from './leftovers.ts';
export { bakeTagKeys } from './temporaries.ts';
