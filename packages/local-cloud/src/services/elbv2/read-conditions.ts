import { isIP } from 'node:net';
import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ConditionRecord, QueryPair } from '../../store/records/elbv2.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** What a rule may have over all of its conditions: AWS's own limits. */
const MOST_VALUES = 5;
const MOST_WILDCARDS = 5;

/** Kinds of which a rule takes one condition only; of the others it takes several. */
const SINGLE = new Set(['host-header', 'path-pattern', 'http-request-method', 'source-ip']);

/** The conditions of a rule, in AWS's own limits. */
export function readConditions(list: readonly RuleCondition[] | undefined): readonly ConditionRecord[] {
  const conditions = (list ?? []).map(readCondition);
  if (conditions.length === 0) throw invalid('A condition must be specified');
  for (const kind of SINGLE) {
    if (conditions.filter((condition) => condition.kind === kind).length > 1) {
      throw invalid(`A rule can only have one '${kind}' condition`);
    }
  }
  const count = conditions.reduce((all, { values }) => all + values.length, 0);
  if (count > MOST_VALUES) {
    throw invalid(`A rule can only have '${MOST_VALUES}' condition values, not ${count}`);
  }
  const wildcards = conditions.flatMap(patternsOf).join('').replaceAll(/[^*?]/g, '').length;
  if (wildcards > MOST_WILDCARDS) {
    throw invalid(`A rule can only have '${MOST_WILDCARDS}' condition wildcards, not ${wildcards}`);
  }
  return conditions;
}

function readCondition(condition: RuleCondition): ConditionRecord {
  refuseRegularExpressions(condition);
  switch (condition.Field) {
    case 'host-header': {
      const values = texts(condition, condition.HostHeaderConfig?.Values ?? condition.Values);
      return { kind: 'host-header', values };
    }
    case 'path-pattern': {
      const values = texts(condition, condition.PathPatternConfig?.Values ?? condition.Values);
      return { kind: 'path-pattern', values };
    }
    case 'http-header': {
      const { HttpHeaderName: name = '', Values } = condition.HttpHeaderConfig ?? {};
      if (!/^[\w!#$%&'*+.^`|~-]{1,40}$/.test(name) || name.toLowerCase() === 'host') {
        throw invalid(`The header name '${name}' must have 1 to 40 valid characters and cannot be 'host'`);
      }
      return { kind: 'http-header', name, values: texts(condition, Values) };
    }
    case 'http-request-method': {
      const values = texts(condition, condition.HttpRequestMethodConfig?.Values);
      const wrong = values.find((value) => !/^[A-Z_-]{1,40}$/.test(value));
      if (wrong !== undefined) throw invalid(`The HTTP method '${wrong}' must have 1 to 40 of A-Z, - and _`);
      return { kind: 'http-request-method', values };
    }
    case 'source-ip': {
      const values = texts(condition, condition.SourceIpConfig?.Values);
      const wrong = values.find((value) => !isBlock(value));
      if (wrong !== undefined) throw invalid(`The value '${wrong}' must be a valid CIDR block`);
      return { kind: 'source-ip', values };
    }
    case 'query-string':
      return { kind: 'query-string', values: readPairs(condition) };
    case undefined:
    default:
      throw invalid(`Condition field '${condition.Field ?? ''}' is not valid`);
  }
}

function readPairs(condition: RuleCondition): readonly QueryPair[] {
  const pairs = condition.QueryStringConfig?.Values ?? [];
  texts(
    condition,
    pairs.map(({ Value }) => Value ?? ''),
  );
  return pairs.map(({ Key: key, Value: value = '' }) => {
    if ((key?.length ?? 0) > 128) throw invalid(`The key '${key}' cannot be longer than 128 characters`);
    return key === undefined || key === '' ? { value } : { key, value };
  });
}

function texts({ Field }: RuleCondition, values: readonly string[] | undefined): readonly string[] {
  if (!values || values.length === 0) {
    throw invalid(`A condition value must be specified for the field '${Field}'`);
  }
  const wrong = values.find((value) => value === '' || value.length > 128);
  if (wrong === undefined) return values;
  throw invalid(`The condition value '${wrong}' for the field '${Field}' must have 1 to 128 characters`);
}

/** Only what has wildcards counts: methods and addresses have none. */
function patternsOf(condition: ConditionRecord): readonly string[] {
  if (condition.kind === 'query-string')
    return condition.values.flatMap(({ key = '', value }) => [key, value]);
  return condition.kind === 'http-request-method' || condition.kind === 'source-ip' ? [] : condition.values;
}

function isBlock(value: string): boolean {
  const [address = '', bits = '', ...more] = value.split('/');
  const family = isIP(address);
  return family !== 0 && more.length === 0 && /^\d+$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
}

function refuseRegularExpressions(condition: RuleCondition): void {
  const { HostHeaderConfig, PathPatternConfig, HttpHeaderConfig } = condition;
  const given = [condition, HostHeaderConfig, PathPatternConfig, HttpHeaderConfig];
  if (given.every((config) => (config?.RegexValues ?? []).length === 0)) return;
  throw new AwsError(
    'InvalidConfigurationRequest',
    'RegexValues are not supported by the local cloud: use Values with the wildcards * and ?',
  );
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
