import type { Tags } from './ec2.ts';

export interface LoadBalancerRecord {
  /** The ARN. */
  readonly id: string;
  readonly name: string;
  /** Address of its own on the bridge. It is also the DNS name: it needs no resolver. */
  readonly address: string;
  readonly scheme: 'internet-facing' | 'internal';
  readonly state: 'provisioning' | 'active' | 'failed';
  readonly stateReason?: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly createdAt: Date;
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Tags;
}

export interface WeightedTargetGroup {
  readonly targetGroupArn: string;
  /** 0 to 999. */
  readonly weight: number;
}

export type ActionRecord =
  | { readonly kind: 'forward'; readonly targetGroups: readonly WeightedTargetGroup[] }
  | {
      readonly kind: 'fixed-response';
      readonly statusCode: string;
      readonly contentType?: string;
      readonly messageBody?: string;
    }
  | {
      readonly kind: 'redirect';
      readonly statusCode: 'HTTP_301' | 'HTTP_302';
      readonly protocol: string;
      readonly host: string;
      readonly port: string;
      readonly path: string;
      readonly query: string;
    };

export interface ListenerRecord {
  /** The ARN. */
  readonly id: string;
  readonly loadBalancerArn: string;
  readonly port: number;
  readonly protocol: 'HTTP';
  readonly action: ActionRecord;
  readonly tags: Tags;
}

/** What a rule asks of a request. Patterns hold `*` (anything) and `?` (one character). */
export type ConditionRecord =
  | { readonly kind: 'host-header' | 'path-pattern'; readonly values: readonly string[] }
  | { readonly kind: 'http-header'; readonly name: string; readonly values: readonly string[] }
  | { readonly kind: 'http-request-method' | 'source-ip'; readonly values: readonly string[] }
  | { readonly kind: 'query-string'; readonly values: readonly QueryPair[] };

/** One part of a query string: with a key, or with any. */
export interface QueryPair {
  readonly key?: string;
  readonly value: string;
}

/** A rule of a listener besides its default one, which is the listener's own action. */
export interface RuleRecord {
  /** The ARN. */
  readonly id: string;
  readonly listenerArn: string;
  /** 1 to 50,000; the lowest comes first. */
  readonly priority: number;
  /** Which of the load balancer's prepared places serves it, 0 to 99: no two rules of it have the same. */
  readonly slot: number;
  readonly conditions: readonly ConditionRecord[];
  readonly action: ActionRecord;
  readonly tags: Tags;
}

export interface TargetGroupRecord {
  /** The ARN. */
  readonly id: string;
  readonly name: string;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly port: number;
  readonly vpcId: string;
  readonly targetType: 'instance' | 'ip';
  readonly healthCheck: {
    readonly enabled: boolean;
    readonly protocol: 'HTTP' | 'HTTPS' | 'TCP';
    /** `traffic-port` or a number. */
    readonly port: string;
    readonly path: string;
    readonly intervalSeconds: number;
    readonly timeoutSeconds: number;
    readonly healthyThreshold: number;
    readonly unhealthyThreshold: number;
    /** Such as `200`, `200-299` or `200,301`. */
    readonly matcher: string;
  };
  /** `deregistration_delay.timeout_seconds`, `slow_start.duration_seconds`, … */
  readonly attributes: Readonly<Record<string, string>>;
  readonly targets: readonly TargetRecord[];
  readonly tags: Tags;
}

/** Why a target is not healthy, in ELB's own codes. */
export type TargetReason =
  | 'Elb.RegistrationInProgress'
  | 'Elb.InitialHealthChecking'
  | 'Target.ResponseCodeMismatch'
  | 'Target.Timeout'
  | 'Target.FailedHealthChecks'
  | 'Target.DeregistrationInProgress'
  | 'Target.NotInUse'
  | 'Target.NotRegistered'
  | 'Target.InvalidState';

export interface TargetRecord {
  /** Instance id, or an address for `ip` groups. */
  readonly targetId: string;
  readonly port: number;
  readonly zone?: string;
  readonly state: 'initial' | 'healthy' | 'unhealthy' | 'draining';
  readonly reason?: TargetReason;
  readonly description?: string;
  readonly registeredAt: Date;
  readonly drainingSince?: Date;
}
