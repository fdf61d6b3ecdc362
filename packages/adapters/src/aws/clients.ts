import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DLMClient } from '@aws-sdk/client-dlm';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient } from '@aws-sdk/client-iam';
import { Route53Client } from '@aws-sdk/client-route-53';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { mapError } from './map-error.ts';

export interface AwsClientOptions {
  readonly region: string;
  /** The local cloud's or moto's address, with an IP (`http://127.0.0.1:4510`); AWS's own when absent. */
  readonly endpoint?: string;
  /** The SDK's default chain (environment, profile, instance role) when absent. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** One client per service, made at first use. `send` throws CloudErrors and has already tried throttled and unavailable calls again. */
export interface AwsClients {
  readonly region: string;
  readonly endpoint: string | undefined;
  readonly ec2: EC2Client;
  readonly autoScaling: AutoScalingClient;
  readonly elbv2: ElasticLoadBalancingV2Client;
  readonly s3: S3Client;
  readonly sts: STSClient;
  readonly iam: IAMClient;
  readonly cloudWatch: CloudWatchClient;
  readonly route53: Route53Client;
  readonly dlm: DLMClient;
  /** Closes the kept-alive connections. */
  close(): void;
}

/** The SDK's default of three tries loses to an hour of EC2 throttling; its back-off is kept. */
const maxAttempts = 6;

/** Connects to AWS, or to any endpoint that speaks its protocols. */
export function createAwsClients(options: AwsClientOptions): AwsClients {
  const config = {
    region: options.region,
    maxAttempts,
    requestHandler: { connectionTimeout: 5000, requestTimeout: 60_000 },
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
  };
  const made: { destroy(): void }[] = [];
  const lazily = <T extends { destroy(): void }>(make: () => T): (() => T) => {
    let client: T | undefined;
    return () => {
      if (client === undefined) {
        client = make();
        made.push(client);
      }
      return client;
    };
  };
  const ec2 = lazily(() => {
    const client = new EC2Client(config);
    client.middlewareStack.add(cloudErrors, asOutermost);
    return client;
  });
  const autoScaling = lazily(() => {
    const client = new AutoScalingClient(config);
    client.middlewareStack.add(cloudErrors, asOutermost);
    return client;
  });
  const elbv2 = lazily(() => {
    const client = new ElasticLoadBalancingV2Client(config);
    client.middlewareStack.add(cloudErrors, asOutermost);
    return client;
  });
  // Virtual-host addressing needs DNS for every bucket, which a local endpoint has not.
  const s3 = lazily(() => {
    const client = new S3Client({ ...config, forcePathStyle: options.endpoint !== undefined });
    client.middlewareStack.add(cloudErrors, asOutermost);
    return client;
  });
  const sts = lazily(() => {
    const client = new STSClient(config);
    client.middlewareStack.add(cloudErrors, asOutermost);
    return client;
  });
  const iam = lazily(() => {
    const client = new IAMClient(config);
    client.middlewareStack.add(cloudErrors, asOutermost);
    return client;
  });
  const cloudWatch = lazily(() => {
    const client = new CloudWatchClient(config);
    client.middlewareStack.add(cloudErrors, asOutermost);
    return client;
  });
  const route53 = lazily(() => {
    const client = new Route53Client(config);
    client.middlewareStack.add(cloudErrors, asOutermost);
    return client;
  });
  const dlm = lazily(() => {
    const client = new DLMClient(config);
    client.middlewareStack.add(cloudErrors, asOutermost);
    return client;
  });
  return {
    region: options.region,
    endpoint: options.endpoint,
    get ec2() {
      return ec2();
    },
    get autoScaling() {
      return autoScaling();
    },
    get elbv2() {
      return elbv2();
    },
    get s3() {
      return s3();
    },
    get sts() {
      return sts();
    },
    get iam() {
      return iam();
    },
    get cloudWatch() {
      return cloudWatch();
    },
    get route53() {
      return route53();
    },
    get dlm() {
      return dlm();
    },
    close() {
      for (const client of made) client.destroy();
    },
  };
}

const asOutermost = { step: 'initialize', priority: 'high', name: 'imagoCloudErrors' } as const;

/** A middleware around the SDK's own retries: what comes out has been tried enough. */
function cloudErrors<Args, Result>(
  next: (args: Args) => Promise<Result>,
  context: { readonly commandName?: string },
): (args: Args) => Promise<Result> {
  return async (args) => {
    try {
      return await next(args);
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') throw error;
      throw mapError(error, (context.commandName ?? 'the call').replace(/Command$/, ''));
    }
  };
}
