import type { GroupRecord } from '../../store/records/auto-scaling.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** Reads `HealthCheckType`: EC2's own checks always run, the load balancer's only if asked for. */
export function readHealthCheckType(type: string): GroupRecord['healthCheckType'] {
  const kinds = type.split(',').map((kind) => kind.trim());
  const unknown = kinds.find((kind) => kind !== 'EC2' && kind !== 'ELB');
  if (unknown !== undefined) {
    throw new AwsError(
      'ValidationError',
      `Invalid Health Check Type: ${unknown}. Valid health check types are: [EC2, ELB]`,
    );
  }
  if (!kinds.includes('ELB')) return 'EC2';
  return kinds.includes('EC2') ? 'EC2,ELB' : 'ELB';
}
