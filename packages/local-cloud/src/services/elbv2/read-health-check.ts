import type { Matcher } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TargetGroupRecord } from '../../store/records/elbv2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { checkRange } from './check-range.ts';

type HealthCheck = TargetGroupRecord['healthCheck'];

/** The health check settings of CreateTargetGroup and ModifyTargetGroup. */
export interface HealthCheckInput {
  readonly HealthCheckEnabled?: boolean | undefined;
  readonly HealthCheckProtocol?: string | undefined;
  readonly HealthCheckPort?: string | undefined;
  readonly HealthCheckPath?: string | undefined;
  readonly HealthCheckIntervalSeconds?: number | undefined;
  readonly HealthCheckTimeoutSeconds?: number | undefined;
  readonly HealthyThresholdCount?: number | undefined;
  readonly UnhealthyThresholdCount?: number | undefined;
  readonly Matcher?: Matcher | undefined;
}

/** The health check of a target group that says nothing about it. */
export const INITIAL_HEALTH_CHECK: HealthCheck = {
  enabled: true,
  protocol: 'HTTP',
  port: 'traffic-port',
  path: '/',
  intervalSeconds: 30,
  timeoutSeconds: 5,
  healthyThreshold: 5,
  unhealthyThreshold: 2,
  matcher: '200',
};

/**
 * `current` with what a request changes, within AWS's limits. Deliberately wider than AWS: intervals and time-outs
 * start at 1 second instead of 5 and 2, because local clouds need not wait.
 */
export function readHealthCheck(input: HealthCheckInput, current: HealthCheck): HealthCheck {
  const interval = checkRange('healthCheckIntervalSeconds', input.HealthCheckIntervalSeconds, 1, 300);
  const timeout = checkRange('healthCheckTimeoutSeconds', input.HealthCheckTimeoutSeconds, 1, 120);
  const intervalSeconds = interval ?? current.intervalSeconds;
  const timeoutSeconds = timeout ?? shortened(current.timeoutSeconds, intervalSeconds);
  if (timeoutSeconds >= intervalSeconds && intervalSeconds > 1) {
    throw new AwsError(
      'ValidationError',
      `Health check timeout '${timeoutSeconds}' must be smaller than the interval '${intervalSeconds}'`,
    );
  }
  if (input.HealthCheckEnabled === false) {
    throw new AwsError(
      'ValidationError',
      'Health check enabled must be true for target groups with target type instance or ip',
    );
  }
  return {
    enabled: true,
    protocol: readProtocol(input.HealthCheckProtocol) ?? current.protocol,
    port: readPort(input.HealthCheckPort) ?? current.port,
    path: readPath(input.HealthCheckPath) ?? current.path,
    intervalSeconds,
    timeoutSeconds,
    healthyThreshold:
      checkRange('healthyThresholdCount', input.HealthyThresholdCount, 2, 10) ?? current.healthyThreshold,
    unhealthyThreshold:
      checkRange('unhealthyThresholdCount', input.UnhealthyThresholdCount, 2, 10) ??
      current.unhealthyThreshold,
    matcher: readMatcher(input.Matcher) ?? current.matcher,
  };
}

/** An interval that only the local cloud allows needs no time-out beside it. */
function shortened(timeoutSeconds: number, intervalSeconds: number): number {
  return intervalSeconds < 5 ? Math.min(timeoutSeconds, Math.max(1, intervalSeconds - 1)) : timeoutSeconds;
}

function readProtocol(protocol: string | undefined): 'HTTP' | 'HTTPS' | undefined {
  if (protocol === undefined || protocol === 'HTTP' || protocol === 'HTTPS') return protocol;
  throw new AwsError(
    'ValidationError',
    `Health check protocol '${protocol}' is not supported for target groups with the protocol HTTP`,
  );
}

function readPort(port: string | undefined): string | undefined {
  if (port === undefined || port === 'traffic-port') return port;
  if (/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535) return port;
  throw new AwsError(
    'ValidationError',
    `Health check port '${port}' must be either 'traffic-port' or in the range 1-65535`,
  );
}

function readPath(path: string | undefined): string | undefined {
  if (path === undefined || /^\/[\x21-\x7E]{0,1023}$/.test(path)) return path;
  throw new AwsError(
    'ValidationError',
    `Health check path '${path}' must begin with '/' and have at most 1024 characters, none of them a space`,
  );
}

function readMatcher(matcher: Matcher | undefined): string | undefined {
  if (matcher?.GrpcCode !== undefined) {
    throw new AwsError('ValidationError', 'Health check matcher GRPC codes need the protocol version GRPC');
  }
  const codes = matcher?.HttpCode;
  if (codes === undefined) return undefined;
  const ranges = codes.split(',').map((part) => /^(\d{3})(?:-(\d{3}))?$/.exec(part.trim()));
  const valid = ranges.every((range) => {
    const [first, last] = [Number(range?.[1]), Number(range?.[2] ?? range?.[1])];
    return first >= 200 && first <= last && last <= 499;
  });
  if (valid) return codes;
  throw new AwsError(
    'ValidationError',
    `Health check matcher HTTP code '${codes}' must be within '200-499' inclusive`,
  );
}
