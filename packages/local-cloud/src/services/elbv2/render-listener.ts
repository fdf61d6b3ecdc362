import type { Listener } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ListenerRecord } from '../../store/records/elbv2.ts';
import { renderAction } from './render-action.ts';

/** A listener as the API shows it. */
export function renderListener(record: ListenerRecord): Listener {
  return {
    ListenerArn: record.id,
    LoadBalancerArn: record.loadBalancerArn,
    Port: record.port,
    Protocol: record.protocol,
    DefaultActions: [renderAction(record.action)],
  };
}
