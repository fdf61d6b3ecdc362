import type { LocalCloud } from '../../cloud.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { checkRange } from './check-range.ts';
import { listenersOf } from './usage.ts';

/** The port of a listener; `except` is the listener that may have it already. */
export function readListenerPort(
  cloud: LocalCloud,
  loadBalancerArn: string,
  port: number | undefined,
  except?: string,
): number {
  if (port === undefined) throw new AwsError('ValidationError', 'A listener port must be specified');
  checkRange('port', port, 1, 65_535);
  const other = listenersOf(cloud, loadBalancerArn).find((listener) => listener.port === port);
  if (other && other.id !== except) {
    throw new AwsError(
      'DuplicateListener',
      `A listener already exists on this port for this load balancer '${loadBalancerArn}'`,
    );
  }
  return port;
}

/** The protocol of a listener. The local cloud has no certificates, so HTTPS ends as AWS lets it without one. */
export function readListenerProtocol(
  protocol: string | undefined,
  certificates: readonly { readonly CertificateArn?: string | undefined }[] | undefined,
): 'HTTP' {
  if (protocol === 'HTTP') return protocol;
  if (protocol === undefined) {
    throw new AwsError('ValidationError', 'A listener protocol must be specified');
  }
  if (protocol !== 'HTTPS') {
    throw new AwsError(
      'UnsupportedProtocol',
      `Listener protocol '${protocol}' is not supported for application load balancers`,
    );
  }
  const arn = certificates?.[0]?.CertificateArn;
  if (arn === undefined) {
    throw new AwsError('ValidationError', 'A certificate must be specified for HTTPS listeners');
  }
  throw new AwsError(
    'CertificateNotFound',
    `Certificate '${arn}' not found: the local cloud serves HTTP only`,
  );
}
