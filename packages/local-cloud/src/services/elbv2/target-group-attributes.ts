import type { AttributeRule } from './attributes.ts';

const percentage = /^(off|[1-9]\d?|100)$/;

/** The attributes of a target group of an application load balancer, as ModifyTargetGroupAttributes documents them. */
export const TARGET_GROUP_ATTRIBUTES: Readonly<Record<string, AttributeRule>> = {
  'deregistration_delay.timeout_seconds': { initial: '300', accepts: [0, 3600] },
  'load_balancing.algorithm.type': {
    initial: 'round_robin',
    accepts: /^(round_robin|least_outstanding_requests|weighted_random)$/,
    unsupported: /^(least_outstanding_requests|weighted_random)$/,
  },
  'load_balancing.algorithm.anomaly_mitigation': {
    initial: 'off',
    accepts: /^(on|off)$/,
    unsupported: /^on$/,
  },
  'load_balancing.cross_zone.enabled': {
    initial: 'use_load_balancer_configuration',
    accepts: /^(true|false|use_load_balancer_configuration)$/,
    unsupported: /^false$/,
  },
  'slow_start.duration_seconds': {
    initial: '0',
    accepts: /^(0|[3-9]\d|[1-8]\d\d|900)$/,
    unsupported: /^[1-9]/,
  },
  'stickiness.enabled': { initial: 'false', accepts: /^(true|false)$/, unsupported: /^true$/ },
  'stickiness.type': { initial: 'lb_cookie', accepts: /^(lb_cookie|app_cookie)$/ },
  'stickiness.app_cookie.cookie_name': { initial: '', accepts: /^.*$/ },
  'stickiness.app_cookie.duration_seconds': { initial: '86400', accepts: [1, 604_800] },
  'stickiness.lb_cookie.duration_seconds': { initial: '86400', accepts: [1, 604_800] },
  'target_group_health.dns_failover.minimum_healthy_targets.count': {
    initial: '1',
    accepts: /^(off|[1-9]\d*)$/,
  },
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': {
    initial: 'off',
    accepts: percentage,
  },
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': {
    initial: '1',
    accepts: /^[1-9]\d*$/,
    unsupported: /^([2-9]|\d{2,})$/,
  },
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': {
    initial: 'off',
    accepts: percentage,
    unsupported: /^\d/,
  },
};

/** Seconds that a target which is taken out may go on with what it has in flight. */
export function deregistrationDelaySeconds(attributes: Readonly<Record<string, string>>): number {
  return Number(attributes['deregistration_delay.timeout_seconds'] ?? 300);
}
