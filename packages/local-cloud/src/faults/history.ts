import type { LocalCloud } from '../cloud.ts';
import type { Table } from '../store/table.ts';
import { createPastTable, type PastChange } from './past-table.ts';

/** The last changes of all tables, so that the cloud can be looked at as it was. */
export interface History {
  /** Keeps what changes from now on for so long; 0 keeps nothing. */
  keep(milliseconds: number): void;
  /** The cloud as it was then, to read from; the earliest that is known where that is later. */
  asOf(time: Date): LocalCloud;
}

/** Makes the history of a cloud; nothing is kept until it is asked for. */
export function createHistory(cloud: LocalCloud): History {
  const changes: PastChange[] = [];
  const watched = new Set<string>();
  let kept = 0;
  let since = 0;

  function watch(name: string, table: Table<{ readonly id: string }>): void {
    // The records that are there already are shown first, as if they were new.
    let shown = false;
    table.view(() => ({
      change: (before, after) => {
        if (!shown || kept === 0) return;
        const at = cloud.now().getTime();
        changes.push({ at, table: name, id: (after ?? before)?.id ?? '', before });
        while ((changes[0]?.at ?? at) < at - kept) changes.shift();
      },
    }));
    shown = true;
    watched.add(name);
  }

  return {
    keep(milliseconds) {
      if (kept === 0) since = cloud.now().getTime();
      kept = milliseconds;
      if (kept === 0) {
        changes.length = 0;
        return;
      }
      for (const [name, table] of tablesOf(cloud)) if (!watched.has(name)) watch(name, table);
    },
    asOf(time) {
      const then = Math.max(time.getTime(), since);
      const undone = changes.filter(({ at }) => at > then);
      const tables = tablesOf(cloud).map(([name, table]) => {
        const own = undone.filter((change) => change.table === name);
        return [name, own.length === 0 ? table : createPastTable(table, own)];
      });
      // The same names with tables of the same records, read only.
      return { ...cloud, tables: Object.fromEntries(tables), now: () => new Date(then) };
    },
  };
}

/** All tables alike: the history does not care what is in them. */
function tablesOf({ tables }: LocalCloud): readonly [string, Table<{ readonly id: string }>][] {
  return Object.entries(tables as unknown as Readonly<Record<string, Table<{ readonly id: string }>>>);
}
