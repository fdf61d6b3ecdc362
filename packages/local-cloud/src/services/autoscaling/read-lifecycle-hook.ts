import type { LifecycleHookSpecification, PutLifecycleHookType } from '@aws-sdk/client-auto-scaling';
import type {
  LifecycleHookRecord,
  LifecycleResult,
  LifecycleTransition,
} from '../../store/records/auto-scaling.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { hookId, TRANSITIONS } from './lifecycle-hooks.ts';

type Request = Omit<PutLifecycleHookType, 'AutoScalingGroupName'> | LifecycleHookSpecification;

/** Reads a hook from a request; what an update does not name stays as it was `before`. */
export function readLifecycleHook(
  groupName: string,
  request: Request,
  before?: LifecycleHookRecord,
): LifecycleHookRecord {
  const name = request.LifecycleHookName ?? '';
  if (!/^[A-Za-z0-9\-_/]{1,255}$/.test(name)) {
    throw invalid(
      `Value '${name}' at 'lifecycleHookName' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9\\-_\\/]+`,
    );
  }
  const target = request.NotificationTargetARN ?? before?.notificationTargetArn;
  return {
    id: hookId(groupName, name),
    groupName,
    name,
    transition: readTransition(request.LifecycleTransition ?? before?.transition),
    heartbeatTimeout: readHeartbeatTimeout(request.HeartbeatTimeout ?? before?.heartbeatTimeout ?? 3600),
    defaultResult: readLifecycleResult(request.DefaultResult ?? before?.defaultResult ?? 'ABANDON'),
    // An empty ARN takes the target away.
    notificationTargetArn: target === '' ? undefined : target,
    roleArn: request.RoleARN ?? before?.roleArn,
    notificationMetadata: request.NotificationMetadata ?? before?.notificationMetadata,
  };
}

/** Reads `CONTINUE` or `ABANDON`. */
export function readLifecycleResult(result: string | undefined): LifecycleResult {
  if (result === 'CONTINUE' || result === 'ABANDON') return result;
  throw invalid(`Invalid lifecycle action result ${result ?? 'null'}. Valid values are [CONTINUE, ABANDON].`);
}

function readTransition(transition: string | undefined): LifecycleTransition {
  const known = TRANSITIONS.find((candidate) => candidate === transition);
  if (known) return known;
  throw invalid(
    transition === undefined
      ? 'LifecycleTransition is required for a new lifecycle hook.'
      : `Invalid lifecycle transition ${transition}. Valid values are [${TRANSITIONS.join(', ')}].`,
  );
}

function readHeartbeatTimeout(seconds: number): number {
  if (seconds >= 30 && seconds <= 7200) return seconds;
  throw invalid(`HeartbeatTimeout must be between 30 and 7200 seconds, and is ${seconds}`);
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
