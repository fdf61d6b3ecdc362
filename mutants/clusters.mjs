/**
 * Broken rules of safety of clusters. Where a second rule would still hold what the first has let go, both are broken,
 * or the tests of the rule itself have to notice.
 */
const strategies = 'packages/engine/test/strategies/cluster';
const mayGo = { file: 'strategies/cluster/may-go.ts', tests: [`${strategies}/may-go.test.ts`] };
const path = { file: 'strategies/cluster/member-path.ts', tests: [`${strategies}/member-path.test.ts`] };
const repair = { file: 'strategies/cluster/repair.ts', tests: [`${strategies}/repair.test.ts`] };
const view = { tests: [`${strategies}/member-view.test.ts`] };
const way = { tests: [`${strategies}/one-at-a-time.test.ts`] };

const down = 'if (view.up && down !== undefined) return';
const enough = 'if (up < needed) return wait';

export const mutants = [
  {
    name: 'members are taken out one after the other, whoever else is down',
    file: mayGo.file,
    find: down,
    replace: 'if (view.up && down === view) return',
    also: [
      { find: enough, replace: 'if (up < 0) return wait' },
      { find: "if (!word.quorum) return wait('the cluster to have a quorum');", replace: '' },
      {
        file: repair.file,
        find: '  return together([...steps, ...strays]);',
        replace: '  return next === undefined ? undefined : together([...steps, ...strays]);',
      },
    ],
    caughtBy: ['quorum'],
  },
  {
    name: 'one less than a majority is enough',
    ...mayGo,
    find: enough,
    replace: 'if (up < needed - 1) return wait',
  },
  {
    name: 'a member goes while another is down, if enough are up',
    ...mayGo,
    find: down,
    replace: 'if (view.up && down === view) return',
  },
  {
    name: 'a cluster without a quorum loses a member',
    ...mayGo,
    find: "if (!word.quorum) return wait('the cluster to have a quorum');",
    replace: '',
  },
  {
    name: 'a member goes while the store complains',
    ...mayGo,
    find: 'word.alarms.length > 0',
    replace: 'word.alarms.length > 9',
  },
  {
    name: "the cluster's word from before the last act is good enough",
    ...mayGo,
    find: 'isOlder(actedAt) ||',
    replace: '',
  },
  {
    name: 'a look from before the last act is good enough',
    ...mayGo,
    find: 'if (!fresh) return wait(',
    replace: 'if (!fresh && needed < 0) return wait(',
  },
  {
    name: 'a majority is one less',
    file: 'model/cluster.ts',
    find: 'Math.floor(members / 2) + 1;',
    replace: 'Math.floor(members / 2);',
    tests: mayGo.tests,
  },
  {
    name: 'a member is taken out by any look, however old',
    file: 'rollout/cluster/takes-too-late.ts',
    find: 'now >= after(decidedAt, outdatedAfter)',
    replace: 'now < decidedAt',
    tests: ['packages/engine/test/rollout/cluster/takes-too-late.test.ts'],
    caughtBy: ['late'],
  },
  {
    name: 'the lock is not asserted again once a record was read',
    file: 'rollout/cluster/perform-on-cluster.ts',
    find: '    assertHeld();\n',
    replace: '',
    tests: ['packages/engine/test/rollout/cluster/perform-on-cluster.test.ts'],
    caughtBy: ['fence'],
  },
  {
    name: 'what was not done because the look was too old counts as done',
    file: 'rollout/fold-cluster-journal.ts',
    find: 'return { ...next, outdatedAt: at };',
    replace: 'return next;',
    tests: repair.tests,
  },
  {
    name: 'what a process that died has ordered counts as not done, whatever a look may hide',
    file: 'strategies/cluster/member-view.ts',
    find: "last.at <= unsure && fresh && state === 'running'",
    replace: "last.at <= unsure && state === 'running'",
    tests: repair.tests,
  },
  {
    name: 'a member that lags behind counts as up',
    file: 'strategies/cluster/member-view.ts',
    find: "healthy && role !== 'learner' && behind <= maxBehind",
    replace: "healthy && role !== 'learner'",
    tests: view.tests,
    caughtBy: ['early', 'settle', 'ends'],
  },
  {
    name: 'what was said of the instance before is believed of the new one',
    file: 'strategies/cluster/member-view.ts',
    find: 'word.at >= launchedAt);',
    replace: 'word.at < launchedAt) || word !== undefined;',
    tests: view.tests,
  },
  {
    name: 'the leader goes in its turn',
    ...way,
    file: 'strategies/cluster/next-member.ts',
    find: '...left.filter((view) => !leads(task, view)),',
    replace: '',
    caughtBy: ['leader'],
  },
  {
    name: 'the next member goes as soon as the last has come',
    file: 'strategies/cluster/member-steps.ts',
    find: "  if (task.now >= until) return undefined;\n  return { kind: 'wait', reason: `all members to stay",
    replace:
      "  if (task.now >= task.rollout.startedAt) return undefined;\n  return { kind: 'wait', reason: `all members to stay",
    caughtBy: ['settle'],
  },
  {
    name: 'the first member does not run alone for its time',
    file: 'strategies/cluster/member-steps.ts',
    find: 'const first = told.promotedFully ? undefined : bakeFirst(task, done);',
    replace: 'const first = done.length > 0 ? undefined : bakeFirst(task, done);',
    caughtBy: ['bake'],
  },
  {
    name: 'an instance is launched beside one that is on its way out',
    ...path,
    find: 'if (leaving.length > 0) return wait',
    replace: 'if (leaving.length > 9) return wait',
  },
  {
    name: 'an instance is launched beside one that a look has left out',
    ...path,
    find: '  if (!task.fresh) return wait(`the instances of ${name} to be seen as they are`);\n  // A look may',
    replace: '  // A look may',
  },
  {
    name: 'every order to launch is another attempt',
    ...path,
    file: 'strategies/cluster/attempts.ts',
    find: 'return last.attempt;',
    replace: 'return `${last.attempt}x`;',
    caughtBy: ['twice'],
  },
  {
    name: 'an instance too many is left beside a member that is up',
    ...repair,
    find: 'return together([...steps, ...strays]);',
    replace: 'return together(steps);',
    caughtBy: ['left'],
  },
  {
    name: 'volumes are taken off what is still stopping',
    ...path,
    find: "  view.instance?.state === 'stopped' ? release(",
    replace: "  view.instance?.state === 'stopped' || view.instance?.state === 'stopping' ? release(",
    also: [{ find: '  awaitStopped,\n', replace: '' }],
    caughtBy: ['volume'],
  },
  {
    name: 'an instance is ended that a look from before the last act shows as pending',
    ...path,
    find: '  if (!task.fresh) return undefined;\n',
    replace: '',
  },
  {
    name: 'an instance that is only beginning to run is ended with its volumes',
    ...path,
    find: '  if (view.volumes.some(({ seen }) => holderOf(seen) === instance.id)) return undefined;\n',
    replace: '',
  },
  {
    name: 'a volume is attached though another instance has it',
    ...path,
    find: '    if (holder !== undefined && holder !== instance.id) {\n      return wait(`volume ${settings.name} of ${member} to be let go by ${holder}`);\n    }\n    if (holder !== undefined || seen',
    replace: '    if (holder === instance.id || seen',
    also: [
      {
        find: "seen?.state !== 'available') {\n      return wait(`volume ${settings.name} to be",
        replace: "seen?.state === 'creating') {\n      return wait(`volume ${settings.name} to be",
      },
    ],
  },
  {
    name: 'a new volume is made in place of one that is gone',
    ...path,
    find: 'if (lost.length > 0) {',
    replace: 'if (lost.length > 9) {',
  },
  {
    name: 'a member that has data is told to begin anew',
    file: path.file,
    find: 'bootstrap: task.founding ? bootstrapOf(rollout, written) :',
    replace: 'bootstrap: task.founding || written ? bootstrapOf(rollout, false) :',
    caughtBy: ['data'],
    tests: path.tests,
  },
  {
    name: 'on data that know the others a cluster is founded one by one',
    ...repair,
    find: 'return written.length > 0 ? written : down.slice(0, 1);',
    replace: 'return written.length > 99 ? written : down.slice(0, 1);',
  },
  {
    name: 'volumes are deleted with the cluster',
    file: 'strategies/cluster/tear-down-cluster.ts',
    find: 'if (!end.deleteData || full.length === 0) return undefined;',
    replace: 'if (full.length === 0) return undefined;',
    caughtBy: ['volume'],
  },
  {
    name: 'nobody asks for snapshots before the first member',
    ...way,
    file: 'strategies/cluster/prepare-cluster.ts',
    find: 'if (lacking.length === 0) return undefined;',
    replace: 'if (lacking.length >= 0) return undefined;',
  },
  {
    name: 'a moment without a leader gives a member up, long after it came',
    file: 'strategies/cluster/member-deadline.ts',
    find: 'upAt < most || hasCounted(rollout, name, launchedAt) ? upAt : most',
    replace: 'upAt < most ? upAt : most',
    tests: [`${strategies}/member-deadline.test.ts`],
  },
].map((mutant) => ({ kind: 'clusters', ...mutant }));
