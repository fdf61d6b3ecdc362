import type { Dimension } from '@aws-sdk/client-cloudwatch';
import type { MetricId } from '../../store/records/cloudwatch.ts';

/** Names a metric; the order in which a request gives the dimensions does not matter. */
export function metricId(
  namespace: string,
  name: string,
  dimensions: Readonly<Record<string, string>> = {},
): MetricId {
  const sorted = Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { namespace, name, dimensions: sorted.map(([key, value]) => ({ name: key, value })) };
}

/** The dimensions of a request by their names. */
export function dimensionsOf(dimensions: readonly Dimension[] | undefined): Record<string, string> {
  return Object.fromEntries((dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]));
}

/** One text for a metric, equal for equal metrics only. */
export function metricKey({ namespace, name, dimensions }: MetricId): string {
  return JSON.stringify([
    namespace,
    name,
    ...dimensions.map((dimension) => [dimension.name, dimension.value]),
  ]);
}

/** Dimensions as the API has them. */
export function renderDimensions({ dimensions }: MetricId): { Name: string; Value: string }[] {
  return dimensions.map(({ name, value }) => ({ Name: name, Value: value }));
}
