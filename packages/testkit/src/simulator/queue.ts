/** Something that is due at a time. */
export interface Due<T> {
  readonly at: number;
  readonly order: number;
  readonly value: T;
  cancelled: boolean;
}

/** What is due, earliest first; what is due at the same time comes in the order in which it was added. */
export interface Queue<T> {
  add(at: number, value: T): Due<T>;
  cancel(due: Due<T>): void;
  /** When the next is due. */
  peek(): number | undefined;
  take(): Due<T> | undefined;
}

/** A binary heap. */
export function createQueue<T>(): Queue<T> {
  const heap: Due<T>[] = [];
  let order = 0;
  const before = (a: Due<T>, b: Due<T>): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

  function rise(due: Due<T>, from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !before(due, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = due;
  }

  function sink(due: Due<T>): void {
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const [left, right] = [heap[child], heap[child + 1]];
      if (left === undefined) break;
      if (right !== undefined && before(right, left)) child += 1;
      const below = heap[child] ?? left;
      if (!before(below, due)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = due;
  }

  function pop(): Due<T> | undefined {
    const first = heap[0];
    const last = heap.pop();
    if (heap.length > 0 && last !== undefined) sink(last);
    return first;
  }

  return {
    add(at, value) {
      const due: Due<T> = { at, order, value, cancelled: false };
      order += 1;
      rise(due, heap.length);
      return due;
    },
    cancel(due) {
      due.cancelled = true;
    },
    peek() {
      while (heap[0]?.cancelled === true) pop();
      return heap[0]?.at;
    },
    take() {
      for (;;) {
        const due = pop();
        if (due?.cancelled !== true) return due;
      }
    },
  };
}
