import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DLMClient } from '@aws-sdk/client-dlm';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient } from '@aws-sdk/client-iam';
import { Route53Client } from '@aws-sdk/client-route-53';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import type { Dialect } from './dialects/dialect.ts';
import { ec2Dialect } from './dialects/ec2.ts';
import { jsonDialect } from './dialects/json.ts';
import { queryDialect } from './dialects/query.ts';
import { restJsonDialect } from './dialects/rest-json.ts';
import { route53Dialect } from './dialects/route53.ts';
import { s3Dialect } from './dialects/s3.ts';
import { awsQueryCodec } from './protocols/aws-query-codec.ts';
import { cborCodec } from './protocols/cbor-codec.ts';
import type { Codec } from './protocols/codec.ts';
import { ec2QueryCodec } from './protocols/ec2-query-codec.ts';
import { jsonCodec } from './protocols/json-codec.ts';
import { restJsonCodec } from './protocols/rest-json-codec.ts';
import { restXmlCodec, s3Codec } from './protocols/rest-xml-codec.ts';

/** How requests of one protocol are read, and how what is wrong with them is worded. */
export interface Tongue {
  readonly codec: Codec;
  readonly dialect: Dialect;
}

/** An AWS service as its SDK client describes it, with the protocols it speaks. */
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
  readonly protocol: 'ec2Query' | 'awsQuery' | 'restXml' | 'restJson' | 'awsJson';
  /** In its own protocol. */
  readonly own: Tongue;
  /** As older clients speak to it, in forms: its own protocol, or the one it had before. */
  readonly form: Tongue | undefined;
  /** Newer SDKs speak JSON to services whose older ones speak a query protocol. */
  readonly json: Readonly<Record<'1.0' | '1.1', Tongue>>;
  /** The newest ones, CBOR. */
  readonly cbor: Tongue;
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
    /** It speaks JSON and CBOR now, and awsQuery to those who still do. */
    readonly awsQueryCompatible?: boolean;
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
  CloudWatchClient,
  Route53Client,
  DLMClient,
];

/** Describes every service that the local cloud may serve. */
export function describeServices(): readonly Service[] {
  return CLIENTS.map(describeService);
}

/** Describes a service from its SDK client. */
function describeService(Client: ClientClass): Service {
  const client = new Client({ region: 'us-east-1', credentials: { accessKeyId: '-', secretAccessKey: '-' } });
  const description = client.config as ClientDescription;
  const { protocolSettings } = description;
  const { protocol, own } = ownTongue(description);
  const queryCompatible =
    (protocol !== 'awsJson' && protocol !== 'restJson') || protocolSettings.awsQueryCompatible === true;
  return {
    id: description.serviceId,
    namespace: protocolSettings.defaultNamespace,
    signingName: description.defaultSigningName,
    version: protocolSettings.version,
    target: protocolSettings.serviceTarget,
    protocol,
    own,
    form: formTongue(protocol, own, description),
    json: {
      '1.0': { codec: jsonCodec('1.0', queryCompatible), dialect: jsonDialect },
      '1.1': { codec: jsonCodec('1.1', queryCompatible), dialect: jsonDialect },
    },
    cbor: { codec: cborCodec(queryCompatible), dialect: jsonDialect },
  };
}

function formTongue(
  protocol: Service['protocol'],
  own: Tongue,
  { protocolSettings }: ClientDescription,
): Tongue | undefined {
  if (protocol === 'ec2Query' || protocol === 'awsQuery') return own;
  if (protocolSettings.awsQueryCompatible !== true) return undefined;
  return { codec: awsQueryCodec(protocolSettings.xmlNamespace), dialect: queryDialect };
}

function ownTongue({
  serviceId,
  protocol,
  protocolSettings,
}: ClientDescription): Pick<Service, 'protocol' | 'own'> {
  const { xmlNamespace, defaultNamespace: serviceNamespace } = protocolSettings;
  const shape = protocol.getShapeId();
  switch (shape) {
    case 'aws.protocols#ec2Query':
      return { protocol: 'ec2Query', own: { codec: ec2QueryCodec(xmlNamespace), dialect: ec2Dialect } };
    case 'aws.protocols#awsQuery':
      return { protocol: 'awsQuery', own: { codec: awsQueryCodec(xmlNamespace), dialect: queryDialect } };
    case 'aws.protocols#restXml': {
      const settings = { xmlNamespace, serviceNamespace };
      return {
        protocol: 'restXml',
        own:
          serviceId === 'S3'
            ? { codec: s3Codec(settings), dialect: s3Dialect }
            : { codec: restXmlCodec(settings), dialect: route53Dialect },
      };
    }
    case 'aws.protocols#restJson1':
      return { protocol: 'restJson', own: { codec: restJsonCodec(), dialect: restJsonDialect } };
    case 'aws.protocols#awsJson1_0':
      return { protocol: 'awsJson', own: { codec: jsonCodec('1.0', false), dialect: jsonDialect } };
    case 'aws.protocols#awsJson1_1':
      return { protocol: 'awsJson', own: { codec: jsonCodec('1.1', false), dialect: jsonDialect } };
    default:
      throw new Error(`${serviceId}: no codec for the protocol ${shape}`);
  }
}
