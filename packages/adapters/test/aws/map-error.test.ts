import { CloudError } from '@imago/engine';
import { describe, expect, it } from 'vitest';
import { mapError } from '../../src/aws/map-error.ts';

function sdkError(name: string, status?: number, message = 'said so'): Error {
  return Object.assign(new Error(message), {
    name,
    ...(status === undefined ? {} : { $metadata: { httpStatusCode: status } }),
  });
}

describe('mapping what the SDK throws', () => {
  it.each([
    ['RequestLimitExceeded', 503, 'throttled'],
    ['Throttling', 400, 'throttled'],
    ['SlowDown', 503, 'throttled'],
    ['InvalidAMIID.NotFound', 400, 'not-found'],
    ['NoSuchKey', 404, 'not-found'],
    ['InvalidAMIID.Unavailable', 400, 'invalid'],
    ['UnauthorizedOperation', 403, 'denied'],
    ['CredentialsProviderError', undefined, 'denied'],
    ['InvalidKeyPair.Duplicate', 400, 'conflict'],
    ['DependencyViolation', 400, 'conflict'],
    ['Resource.AlreadyAssociated', 400, 'conflict'],
    ['IncorrectInstanceState', 400, 'conflict'],
    ['PreconditionFailed', 412, 'conflict'],
    ['ConditionalRequestConflict', 409, 'conflict'],
    ['InstanceRefreshInProgressFault', 400, 'conflict'],
    ['PriorityInUseException', 400, 'conflict'],
    ['InternalError', 500, 'unavailable'],
    ['ServiceUnavailable', 503, 'unavailable'],
    ['InsufficientInstanceCapacity', 500, 'unavailable'],
    ['SomethingNew', 502, 'unavailable'],
    ['SomethingNew', 404, 'not-found'],
    ['InvalidParameterValue', 400, 'invalid'],
  ] as const)('takes %s with status %s for %s', (name, status, kind) => {
    expect(mapError(sdkError(name, status), 'AnyCall').kind).toBe(kind);
  });

  it.each(['TooManyRulesException', 'TooManyTargetGroupsException', 'VpcLimitExceeded'])(
    'says of the quota %s what can be done',
    (name) => {
      expect(mapError(sdkError(name, 400), 'AnyCall')).toMatchObject({
        kind: 'invalid',
        message: expect.stringMatching(/; delete what nothing uses any more, or ask AWS/) as string,
      });
    },
  );

  it('reads a missing group out of a ValidationError, as Auto Scaling has no code for it', () => {
    expect(mapError(sdkError('ValidationError', 400, 'AutoScalingGroup name not found'), 'X').kind).toBe(
      'not-found',
    );
    expect(mapError(sdkError('ValidationError', 400, 'size is negative'), 'X').kind).toBe('invalid');
  });

  it('takes a refused connection for unavailable', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
    expect(mapError(error, 'DescribeImages')).toMatchObject({ kind: 'unavailable', awsCode: 'ECONNREFUSED' });
  });

  it('names the action, the code and the message, and keeps the cause', () => {
    const cause = sdkError('InvalidAMIID.NotFound', 400, "The image id '[ami-1]' does not exist");
    const mapped = mapError(cause, 'RunInstances');
    expect(mapped.message).toBe(
      "RunInstances failed with InvalidAMIID.NotFound: The image id '[ami-1]' does not exist",
    );
    expect(mapped.cause).toBe(cause);
  });

  it('leaves an error that is mapped already as it is', () => {
    const error = new CloudError('denied', 'X', 'y');
    expect(mapError(error, 'Z')).toBe(error);
  });
});
