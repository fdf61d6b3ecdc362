/** One installation of the application, and how it is found again: by exactly these two tags. */
export interface EnvironmentRef {
  readonly project: string;
  readonly environment: string;
}

/** The tags that everything of an environment carries from its creation on. */
export const tagKeys = {
  project: 'imago:project',
  environment: 'imago:environment',
  role: 'imago:role',
  release: 'imago:release',
  /** Of rehearsals: when they may be removed, whoever made them; ISO 8601. */
  expires: 'imago:expires',
} as const;

/** `shop/production`. */
export const environmentPath = ({ project, environment }: EnvironmentRef): string =>
  `${project}/${environment}`;
