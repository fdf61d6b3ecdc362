export * from './read-template.ts';
export * from './template-input.ts';
export * from './template-problem.ts';
