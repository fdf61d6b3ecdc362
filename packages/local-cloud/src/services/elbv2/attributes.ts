import { AwsError } from '../../wire/aws-error.ts';

/** What AWS knows about one attribute: its default, and which values it may have. */
export interface AttributeRule {
  readonly initial: string;
  /** A pattern for the whole value, or the least and the largest number. */
  readonly accepts: RegExp | readonly [least: number, most: number];
  /** Values that AWS takes and the local cloud cannot honour. */
  readonly unsupported?: RegExp;
}

type Attributes = Readonly<Record<string, string>>;
type AttributeList = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];

/** The attributes of a new resource. */
export function initialAttributes(rules: Readonly<Record<string, AttributeRule>>): Attributes {
  return Object.fromEntries(Object.entries(rules).map(([key, { initial }]) => [key, initial]));
}

/** `attributes` with the changes of a request, each checked against its rule. */
export function changeAttributes(
  what: 'Load balancer' | 'Target group',
  rules: Readonly<Record<string, AttributeRule>>,
  attributes: Attributes,
  changes: AttributeList | undefined,
): Attributes {
  const next = { ...attributes };
  for (const { Key: key = '', Value: value = '' } of changes ?? []) {
    const rule = rules[key];
    if (!rule) throw new AwsError('ValidationError', `${what} attribute key '${key}' is not recognized`);
    if (!accepted(rule, value)) {
      throw new AwsError(
        'ValidationError',
        `${what} attribute '${key}' cannot have the value '${value}'${hint(rule)}`,
      );
    }
    if (rule.unsupported?.test(value) === true) {
      throw new AwsError(
        'InvalidConfigurationRequest',
        `${what} attribute '${key}' cannot be '${value}' on the local cloud; leave it '${rule.initial}'`,
      );
    }
    next[key] = value;
  }
  return next;
}

/** Attributes as the API shows them. */
export function renderAttributes(attributes: Attributes): { Key: string; Value: string }[] {
  return Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));
}

function accepted({ accepts }: AttributeRule, value: string): boolean {
  if (accepts instanceof RegExp) return accepts.test(value);
  const [least, most] = accepts;
  return /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
}

function hint({ accepts }: AttributeRule): string {
  return accepts instanceof RegExp ? '' : `: it must be a number from ${accepts[0]} to ${accepts[1]}`;
}
