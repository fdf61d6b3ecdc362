import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ActionRecord } from '../../store/records/elbv2.ts';

/** An action as the API shows it; with a single target group in both of AWS's forms. */
export function renderAction(action: ActionRecord): Action {
  switch (action.kind) {
    case 'forward': {
      const [first, ...others] = action.targetGroups;
      return {
        Type: 'forward',
        ...(first && others.length === 0 ? { TargetGroupArn: first.targetGroupArn } : {}),
        ForwardConfig: {
          TargetGroups: action.targetGroups.map(({ targetGroupArn, weight }) => ({
            TargetGroupArn: targetGroupArn,
            Weight: weight,
          })),
          TargetGroupStickinessConfig: { Enabled: false },
        },
      };
    }
    case 'fixed-response':
      return {
        Type: 'fixed-response',
        FixedResponseConfig: {
          StatusCode: action.statusCode,
          ContentType: action.contentType,
          MessageBody: action.messageBody,
        },
      };
    case 'redirect':
      return {
        Type: 'redirect',
        RedirectConfig: {
          StatusCode: action.statusCode,
          Protocol: action.protocol,
          Host: action.host,
          Port: action.port,
          Path: action.path,
          Query: action.query,
        },
      };
    default:
      return action satisfies never;
  }
}
