import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { awsQueryCodec } from './aws-query-codec.ts';
import type { Codec } from './codec.ts';
import { type Dialect, ec2Dialect, queryDialect, s3Dialect } from './dialect.ts';
import { ec2QueryCodec } from './ec2-query-codec.ts';

/** An AWS service as its SDK client describes it, with the codecs of the protocols it speaks. */
export interface Service {
  /** Such as `EC2` or `Elastic Load Balancing v2`. */
  readonly id: string;
  /** The namespace of its operations, such as `com.amazonaws.ec2`. */
  readonly namespace: string;
  /** Its name in the scope of a signature; classic and new load balancing share one. */
  readonly signingName: string;
  /** API version, such as `2016-11-15`. */
  readonly version: string;
  /** What stands before the operation's name in `x-amz-target`. */
  readonly target: string;
  readonly protocol: string;
  readonly codec: Codec;
  readonly dialect: Dialect;
}

/** The part of a client's configuration that describes the service. It is in no public type of the SDK. */
interface ClientDescription {
  readonly serviceId: string;
  readonly defaultSigningName: string;
  readonly protocol: { getShapeId(): string };
  readonly protocolSettings: {
    readonly defaultNamespace: string;
    readonly xmlNamespace: string;
    readonly version: string;
    readonly serviceTarget: string;
  };
}

type ClientClass = new (config: {
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}) => { readonly config: unknown };

/** The clients of all services that the local cloud may serve. A new service is one more client here. */
const CLIENTS: readonly ClientClass[] = [
  EC2Client,
  AutoScalingClient,
  ElasticLoadBalancingV2Client,
  S3Client,
  STSClient,
  IAMClient,
];

/** Describes every service that the local cloud may serve. */
export function describeServices(): readonly Service[] {
  return CLIENTS.map(describeService);
}

/** Describes a service from its SDK client. */
export function describeService(Client: ClientClass): Service {
  const client = new Client({ region: 'us-east-1', credentials: { accessKeyId: '-', secretAccessKey: '-' } });
  const { serviceId, defaultSigningName, protocol, protocolSettings } = client.config as ClientDescription;
  const shape = protocol.getShapeId();
  return {
    id: serviceId,
    namespace: protocolSettings.defaultNamespace,
    signingName: defaultSigningName,
    version: protocolSettings.version,
    target: protocolSettings.serviceTarget,
    protocol: shape.slice(shape.indexOf('#') + 1),
    ...conventions(shape, protocolSettings.xmlNamespace),
  };
}

function conventions(shape: string, xmlNamespace: string): { codec: Codec; dialect: Dialect } {
  switch (shape) {
    case 'aws.protocols#ec2Query':
      return { codec: ec2QueryCodec(xmlNamespace), dialect: ec2Dialect };
    case 'aws.protocols#awsQuery':
      return { codec: awsQueryCodec(xmlNamespace), dialect: queryDialect };
    case 'aws.protocols#restXml':
      return { codec: awsQueryCodec(xmlNamespace), dialect: s3Dialect };
    default:
      throw new Error(`no codec for the protocol ${shape}`);
  }
}
