/** Broken rules of the loop and of what people may tell it. */
export const mutants = [
  {
    name: 'a lock that is lost is ignored',
    file: 'rollout/lock.ts',
    find: 'if (!lost && clock.now() < new Date(held.record.expiresAt)) return;',
    replace: 'if (held.record.token > 0) return;',
    caughtBy: ['fence'],
  },
  {
    name: 'a rollback goes to a release that failed',
    file: 'rollout/failure-of.ts',
    find: "if (last?.end === undefined || last.end.kind === 'deployed') return undefined;",
    replace: "if (last?.end === undefined || last.end.kind !== 'destroyed') return undefined;",
    caughtBy: ['failed'],
    strategy: 'blue-green',
  },
  {
    name: 'a promotion passes a gate that failed',
    file: 'strategies/pass-checks.ts',
    find: 'if (rollout.told.overrides[check.name] !== undefined) return false;',
    replace: 'if (rollout.told.overrides[check.name] !== undefined || rollout.told.promoted) return false;',
    caughtBy: ['gate'],
    strategy: 'canary',
  },
  {
    name: 'gates of the end are not asked',
    file: 'strategies/traffic-gate.ts',
    find: "const gates = passGates('end')(sides);",
    replace: "const gates = passGates('step')(sides);",
    caughtBy: ['gate'],
    strategy: 'blue-green',
  },
  {
    name: 'what is done is not written down before',
    file: 'rollout/run.ts',
    find: "await journal.append({ kind: 'act', at: now.toISOString(), actions });",
    replace: "if (actions.length > 1) await journal.append({ kind: 'act', at: now.toISOString(), actions });",
    caughtBy: ['journal'],
  },
];
