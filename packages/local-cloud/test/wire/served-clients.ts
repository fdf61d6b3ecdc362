import * as autoScaling from '@aws-sdk/client-auto-scaling';
import * as cloudWatch from '@aws-sdk/client-cloudwatch';
import * as dlm from '@aws-sdk/client-dlm';
import * as ec2 from '@aws-sdk/client-ec2';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import * as iam from '@aws-sdk/client-iam';
import * as route53 from '@aws-sdk/client-route-53';
import * as s3 from '@aws-sdk/client-s3';
import * as sts from '@aws-sdk/client-sts';
import { isOperationSchema, operationFromSchema, type Operation } from '../../src/wire/operation.ts';

/** A command of the SDK, whatever it is. */
export type AnyCommand = new (input: object) => object;

/** What all clients of the SDK have in common. */
export interface AnyClient {
  send(command: object): Promise<Record<string, unknown>>;
  destroy(): void;
}

/** A client of the SDK whose service the local cloud serves. */
export interface ServedClient {
  readonly name: string;
  readonly Client: new (config: object) => AnyClient;
  readonly operations: readonly Operation[];
  readonly commandOf: (operation: Operation) => AnyCommand;
}

function servedClient(name: string, sdk: object, Client: unknown): ServedClient {
  const exported = new Map<string, unknown>(Object.entries(sdk));
  return {
    name,
    Client: Client as ServedClient['Client'],
    operations: [...exported.values()].filter(isOperationSchema).map(operationFromSchema),
    commandOf: (operation) => exported.get(`${operation.name}Command`) as AnyCommand,
  };
}

/** Every client whose service the local cloud serves. */
export const SERVED_CLIENTS: readonly ServedClient[] = [
  servedClient('EC2', ec2, ec2.EC2Client),
  servedClient('Auto Scaling', autoScaling, autoScaling.AutoScalingClient),
  servedClient('Elastic Load Balancing v2', elbv2, elbv2.ElasticLoadBalancingV2Client),
  servedClient('S3', s3, s3.S3Client),
  servedClient('STS', sts, sts.STSClient),
  servedClient('IAM', iam, iam.IAMClient),
  servedClient('CloudWatch', cloudWatch, cloudWatch.CloudWatchClient),
  servedClient('Route 53', route53, route53.Route53Client),
  servedClient('DLM', dlm, dlm.DLMClient),
];
