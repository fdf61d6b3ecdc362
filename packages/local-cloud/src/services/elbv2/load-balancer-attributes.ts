import type { AttributeRule } from './attributes.ts';

const SWITCH = /^(true|false)$/;
const ON = /^true$/;
const off: AttributeRule = { initial: 'false', accepts: SWITCH };
const offOnly: AttributeRule = { initial: 'false', accepts: SWITCH, unsupported: ON };
const text: AttributeRule = { initial: '', accepts: /^.*$/ };

/** The attributes of an application load balancer, as ModifyLoadBalancerAttributes documents them. */
export const LOAD_BALANCER_ATTRIBUTES: Readonly<Record<string, AttributeRule>> = {
  'access_logs.s3.enabled': offOnly,
  'access_logs.s3.bucket': text,
  'access_logs.s3.prefix': text,
  'connection_logs.s3.enabled': offOnly,
  'connection_logs.s3.bucket': text,
  'connection_logs.s3.prefix': text,
  'client_keep_alive.seconds': { initial: '3600', accepts: [60, 604_800] },
  'deletion_protection.enabled': off,
  'idle_timeout.timeout_seconds': { initial: '60', accepts: [1, 4000] },
  'ipv6.deny_all_igw_traffic': off,
  'load_balancing.cross_zone.enabled': { initial: 'true', accepts: ON },
  'routing.http.desync_mitigation_mode': {
    initial: 'defensive',
    accepts: /^(monitor|defensive|strictest)$/,
    unsupported: /^(monitor|strictest)$/,
  },
  'routing.http.drop_invalid_header_fields.enabled': offOnly,
  'routing.http.preserve_host_header.enabled': { initial: 'false', accepts: SWITCH },
  'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': off,
  'routing.http.xff_client_port.enabled': offOnly,
  'routing.http.xff_header_processing.mode': {
    initial: 'append',
    accepts: /^(append|preserve|remove)$/,
    unsupported: /^(preserve|remove)$/,
  },
  'routing.http2.enabled': { initial: 'true', accepts: SWITCH },
  'waf.fail_open.enabled': off,
  'zonal_shift.config.enabled': offOnly,
};

/** Seconds without a byte after which a connection is closed. */
export function idleTimeoutSeconds(attributes: Readonly<Record<string, string>>): number {
  return Number(attributes['idle_timeout.timeout_seconds'] ?? 60);
}
