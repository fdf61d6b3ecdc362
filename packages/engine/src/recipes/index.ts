export * from './builder-settings.ts';
export * from './command-template.ts';
export * from './duration-field.ts';
export * from './image.ts';
export * from './problem-sink.ts';
export * from './provisioner.ts';
export * from './recipe.ts';
export * from './steps.ts';
