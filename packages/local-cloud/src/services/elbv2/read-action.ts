import type {
  Action,
  FixedResponseActionConfig,
  RedirectActionConfig,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { LocalCloud } from '../../cloud.ts';
import type { ActionRecord, LoadBalancerRecord } from '../../store/records/elbv2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { readForward } from './read-forward.ts';

/** The one action that a request gives a listener, or a rule, of a load balancer. */
export function readAction(
  cloud: LocalCloud,
  loadBalancer: LoadBalancerRecord,
  actions: readonly Action[] | undefined,
  owner: 'listener' | 'rule' = 'listener',
): ActionRecord {
  const [action, ...more] = actions ?? [];
  if (!action || more.length > 0) {
    throw new AwsError(
      'InvalidLoadBalancerAction',
      `A ${owner} must have exactly one ${owner === 'listener' ? 'default ' : ''}action, of the type forward, redirect or fixed-response, not ${actions?.length ?? 0}`,
    );
  }
  if (action.Type === 'forward') return readForward(cloud, loadBalancer, action);
  if (action.Type === 'fixed-response') return readFixedResponse(action.FixedResponseConfig);
  if (action.Type === 'redirect') return readRedirect(action.RedirectConfig);
  throw new AwsError(
    'InvalidLoadBalancerAction',
    `Actions of the type '${action.Type}' are not supported by the local cloud: use forward, redirect or fixed-response`,
  );
}

const CONTENT_TYPE = /^(text\/plain|text\/css|text\/html|application\/javascript|application\/json)$/;

function readFixedResponse(config: FixedResponseActionConfig | undefined): ActionRecord {
  const { StatusCode: statusCode = '', ContentType: contentType, MessageBody: messageBody } = config ?? {};
  if (!/^[245]\d\d$/.test(statusCode)) {
    throw new AwsError('ValidationError', `The status code '${statusCode}' must be 2XX, 4XX or 5XX`);
  }
  if (contentType !== undefined && contentType !== '' && !CONTENT_TYPE.test(contentType)) {
    throw new AwsError('ValidationError', `The content type '${contentType}' is not valid`);
  }
  if ((messageBody?.length ?? 0) > 1024) {
    throw new AwsError('ValidationError', 'The message body cannot be longer than 1024 characters');
  }
  return {
    kind: 'fixed-response',
    statusCode,
    ...(contentType === undefined ? {} : { contentType }),
    ...(messageBody === undefined ? {} : { messageBody }),
  };
}

function readRedirect(config: RedirectActionConfig | undefined): ActionRecord {
  const {
    StatusCode: statusCode,
    Protocol: protocol = '#{protocol}',
    Host: host = '#{host}',
    Port: port = '#{port}',
    Path: path = '/#{path}',
    Query: query = '#{query}',
  } = config ?? {};
  if (statusCode !== 'HTTP_301' && statusCode !== 'HTTP_302') {
    throw new AwsError(
      'ValidationError',
      `The redirect status code '${statusCode}' must be HTTP_301 or HTTP_302`,
    );
  }
  if (!/^(HTTP|HTTPS|#\{protocol\})$/.test(protocol)) {
    throw new AwsError(
      'ValidationError',
      `The redirect protocol '${protocol}' must be HTTP, HTTPS or #{protocol}`,
    );
  }
  if (!path.startsWith('/')) {
    throw new AwsError('ValidationError', `The redirect path '${path}' must begin with '/'`);
  }
  if ([protocol, host, port, path].join(' ') === '#{protocol} #{host} #{port} /#{path}') {
    throw new AwsError(
      'InvalidLoadBalancerAction',
      'The redirect must change at least one of protocol, host, port and path: it would loop',
    );
  }
  return { kind: 'redirect', statusCode, protocol, host, port, path, query };
}
