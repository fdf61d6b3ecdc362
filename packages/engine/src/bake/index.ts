export * from './bake-request.ts';
export * from './bake.ts';
