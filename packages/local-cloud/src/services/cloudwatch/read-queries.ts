import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { MetricQueryRecord } from '../../store/records/cloudwatch.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { idsIn, parseExpression } from './expression.ts';
import { dimensionsOf, metricId } from './metric-id.ts';
import { requireStatistic } from './statistic.ts';

/** Reads the lines of a metric query, and checks that expressions are over lines that are there. */
export function readQueries(queries: readonly MetricDataQuery[] | undefined): readonly MetricQueryRecord[] {
  const read = (queries ?? []).map(readQuery);
  const ids = new Set(read.map(({ id }) => id));
  if (ids.size < read.length) throw new AwsError('ValidationError', 'The ids of a metric query must differ.');
  for (const { id, source } of read) {
    if (source.kind === 'expression') requireIds(read, id, source.expression, [id]);
  }
  return read;
}

/** Refuses a query that gives no line, or more than one, back: an alarm compares one number with its threshold. */
export function requireOneResult(queries: readonly MetricQueryRecord[]): void {
  const count = queries.filter(({ returnData }) => returnData).length;
  if (count === 1) return;
  throw new AwsError(
    'ValidationError',
    `Exactly one element of the metrics list should return data, and ${count} do.`,
  );
}

function readQuery(query: MetricDataQuery): MetricQueryRecord {
  const { Id: id = '', MetricStat: stat, Expression: expression, AccountId: account } = query;
  if (!/^[a-z]\w*$/.test(id)) {
    throw new AwsError('ValidationError', `The id "${id}" must begin with a lower case letter.`);
  }
  if (account !== undefined) throw new AwsError('ValidationError', 'The local cloud has one account.');
  if ((stat === undefined) === (expression === undefined)) {
    throw new AwsError('ValidationError', `The query ${id} must have either MetricStat or Expression.`);
  }
  const common = { id, label: query.Label, returnData: query.ReturnData ?? true };
  if (expression !== undefined) {
    return { ...common, source: { kind: 'expression', expression, period: query.Period } };
  }
  const { Namespace: namespace = '', MetricName: name = '', Dimensions: dimensions } = stat?.Metric ?? {};
  const period = stat?.Period ?? 0;
  if (period < 1) throw new AwsError('ValidationError', `The query ${id} must have a Period.`);
  const statistic = requireStatistic(stat?.Stat ?? '', 'Stat');
  const metric = metricId(namespace, name, dimensionsOf(dimensions));
  return { ...common, source: { kind: 'metric', stat: { metric, statistic, period, unit: stat?.Unit } } };
}

function requireIds(
  queries: readonly MetricQueryRecord[],
  id: string,
  expression: string,
  path: readonly string[],
): void {
  for (const name of idsIn(parseExpression(expression))) {
    const used = queries.find((query) => query.id === name);
    if (!used || path.includes(name)) {
      throw new AwsError(
        'ValidationError',
        used
          ? `The expression of ${id} depends on itself.`
          : `The expression of ${id} uses ${name}, which is not in the query.`,
      );
    }
    if (used.source.kind === 'expression') requireIds(queries, name, used.source.expression, [...path, name]);
  }
}

/** The period of a line, in seconds; an expression has the longest of those that it is over. */
export function queryPeriod(queries: readonly MetricQueryRecord[], { source }: MetricQueryRecord): number {
  if (source.kind === 'metric') return source.stat.period;
  if (source.period !== undefined) return source.period;
  const used = idsIn(parseExpression(source.expression)).flatMap((id) => {
    const query = queries.find((candidate) => candidate.id === id);
    return query ? [queryPeriod(queries, query)] : [];
  });
  return Math.max(...used);
}
