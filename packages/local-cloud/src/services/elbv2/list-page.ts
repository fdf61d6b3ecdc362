import { paginate, type Page } from '../paginate.ts';
import { checkRange } from './check-range.ts';

/** AWS's largest page, and the one without a `PageSize`. */
const LARGEST = 400;

/** One page of a listing as the Describe actions of ELB cut it. */
export function listPage<T extends { readonly id: string }>(
  items: readonly T[],
  input: { readonly PageSize?: number | undefined; readonly Marker?: string | undefined },
): Page<T> {
  return paginate(items, checkRange('pageSize', input.PageSize, 1, LARGEST) ?? LARGEST, input.Marker);
}
