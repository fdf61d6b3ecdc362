import type { CreateTargetGroupInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../wire/aws-error.ts';

/** Names what a target group may be on AWS and not here, instead of making something else of it. */
export function refuseUnsupportedTargetGroup(input: CreateTargetGroupInput): void {
  const refuse = (what: string, use: string): never => {
    throw new AwsError(
      'InvalidConfigurationRequest',
      `${what} is not supported by the local cloud for target groups: use ${use}`,
    );
  };
  const { Protocol: protocol, ProtocolVersion: version, TargetType: type, IpAddressType: family } = input;
  if (protocol !== undefined && protocol !== 'HTTP') refuse(`The protocol '${protocol}'`, 'HTTP');
  if (version !== undefined && version !== 'HTTP1') refuse(`The protocol version '${version}'`, 'HTTP1');
  if (type !== undefined && type !== 'instance' && type !== 'ip') {
    refuse(`The target type '${type}'`, 'instance or ip');
  }
  if (family !== undefined && family !== 'ipv4') refuse(`The IP address type '${family}'`, 'ipv4');
}

/** A rule that was to rewrite requests must not pass as one that forwards them as they are. */
export function refuseTransforms(transforms: readonly unknown[] | undefined): void {
  if (!transforms || transforms.length === 0) return;
  throw new AwsError(
    'InvalidConfigurationRequest',
    'Transforms are not supported by the local cloud: leave Transforms out',
  );
}
