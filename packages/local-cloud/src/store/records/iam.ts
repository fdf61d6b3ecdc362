import type { Tags } from './ec2.ts';

export interface RoleRecord {
  /** The role's name is its key. */
  readonly id: string;
  readonly roleId: string;
  readonly arn: string;
  readonly path: string;
  readonly assumeRolePolicy: string;
  readonly description?: string;
  readonly maxSessionDuration: number;
  /** Inline policies, name -> document. */
  readonly policies: Readonly<Record<string, string>>;
  readonly attachedPolicyArns: readonly string[];
  readonly createdAt: Date;
  readonly tags: Tags;
}

export interface InstanceProfileRecord {
  /** The profile's name is its key. */
  readonly id: string;
  readonly profileId: string;
  readonly arn: string;
  readonly path: string;
  readonly roleNames: readonly string[];
  readonly createdAt: Date;
  readonly tags: Tags;
}

/** An access key that signatures are checked against: the account's own, or a session's. */
export interface AccessKeyRecord {
  /** The access key id. */
  readonly id: string;
  readonly secret: string;
  readonly sessionToken?: string;
  readonly expiresAt?: Date;
  /** ARN of who holds it. */
  readonly principalArn: string;
  readonly userId: string;
}
