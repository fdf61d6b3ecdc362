import { type AwsClients, createAwsClients } from '@imago/adapters';
import { type Duration, ImagoError, milliseconds, seconds } from '@imago/engine';
import { cloudNames } from '@imago/local-cloud';
import { requireRunning } from '../local/require-running.ts';

/** Where commands act, and how often they look. */
export interface Connection {
  readonly where: 'local' | 'aws';
  readonly clients: AwsClients;
  /** Block of this machine as instances of a local cloud see it; undefined on AWS. */
  readonly host?: string;
  /** Between two looks at what a bake waits for: an endpoint on this machine may be asked often. */
  readonly poll: Duration;
  /** Between two looks of a rollout, and where nothing has changed for a while. */
  readonly look: { readonly poll: Duration; readonly longestPoll: Duration };
}

/** Connects to the local cloud that runs on this machine, or to AWS with the SDK's own credentials chain. */
export function connect(
  where: 'local' | 'aws',
  env: Readonly<Record<string, string | undefined>>,
  region: string | undefined,
): Connection {
  if (where === 'local') {
    const {
      endpoint,
      region: localRegion,
      accessKeyId,
      secretAccessKey,
      network,
    } = requireRunning(undefined);
    const clients = createAwsClients({
      endpoint,
      region: localRegion,
      credentials: { accessKeyId, secretAccessKey },
    });
    const look = { poll: milliseconds(300), longestPoll: seconds(1) };
    return { where, clients, host: `${cloudNames(network).hostAddress}/32`, poll: milliseconds(50), look };
  }
  const wanted = region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
  if (wanted === undefined) {
    throw new ImagoError({
      code: 'no-region',
      source: 'user',
      message: 'no AWS region is set',
      fix: 'set AWS_REGION, or `region` of the environment in the config',
    });
  }
  const endpoint = env['AWS_ENDPOINT_URL'];
  const clients = createAwsClients({ region: wanted, ...(endpoint === undefined ? {} : { endpoint }) });
  const look = { poll: seconds(2), longestPoll: seconds(2) };
  return { where, clients, poll: seconds(2), look };
}
