import type { TestTarget } from '@imago/engine';

/** What a test learns of the environment that it tests. */
export function variablesOfTest(target: TestTarget): Readonly<Record<string, string>> {
  const { environment, release, previous, moment, url, members } = target;
  return {
    IMAGO_PROJECT: environment.project,
    IMAGO_ENVIRONMENT: environment.environment,
    IMAGO_RELEASE: release ?? '',
    IMAGO_PREVIOUS: previous ?? '',
    IMAGO_MOMENT: moment,
    IMAGO_URL: url ?? '',
    IMAGO_MEMBERS: members.map(({ name, address }) => `${name}=${address}`).join(' '),
    IMAGO_ADDRESSES: addressesOfTest(target).join(' '),
  };
}

/** Addresses of the environment's machines: a cluster's members, or a fleet's instances. */
export const addressesOfTest = ({ members, instances }: TestTarget): readonly string[] => [
  ...members.map(({ address }) => address),
  ...instances,
];
