import { describe, expect, test } from 'vitest';
import { seconds } from '@imago/engine';
import type { CommandGate, HookSettings } from '@imago/engine';
import { ClusterWorld } from './cluster-world.ts';
import type { Luck } from './world-parts.ts';
import { drive } from './drive-cluster.ts';
import { beforeStopCheck } from '../../../src/strategies/cluster/cluster-checks.ts';
import { clusterSettings } from './settings.ts';

const works: Luck = { boot: { r1: 2, r2: 2 }, stop: 2, detach: 2 };
const broken: Luck = { ...works, boot: { r1: 2, r2: undefined } };
const hook = (name: string, at: HookSettings['at']): HookSettings => ({
  kind: 'hook',
  name,
  at,
  action: { kind: 'command', run: 'true' },
  timeout: seconds(5),
  onFailure: 'turn-back',
});
const gate = (name: string, at: CommandGate['at']): CommandGate => ({
  kind: 'command',
  name,
  at,
  on: 'here',
  run: 'true',
  sampling: { interval: seconds(1), count: 1, failureLimit: 0, timeout: seconds(1) },
});
const beforeStop = { run: 'move-leader', timeout: seconds(5), onFailure: 'stop' } as const;
const three = (luck: Luck = works): ClusterWorld => new ClusterWorld(3, luck, 'r1');

describe('the way of a member', () => {
  test('is the same for each: stopped, let go, ended, launched, attached, and only then the next; the leader last', () => {
    const world = three();
    const driven = drive(world, { settings: clusterSettings(3), from: 'r1' });
    expect(driven.course).toStrictEqual([
      'prepare-cluster',
      'prepare-template',
      'snapshot-members m-1 m-2 m-3',
      'stop-member i-2',
      'detach-volumes i-2',
      'terminate-member i-2',
      'launch-member 7-m-2-1 on r2, existing',
      'attach-volumes i-4',
      'stop-member i-3',
      'detach-volumes i-3',
      'terminate-member i-3',
      'launch-member 7-m-3-1 on r2, existing',
      'attach-volumes i-5',
      'stop-member i-1',
      'detach-volumes i-1',
      'terminate-member i-1',
      'launch-member 7-m-1-1 on r2, existing',
      'attach-volumes i-6',
    ]);
  });

  test('goes on where another rollout left it: members that have arrived are passed', () => {
    const world = three();
    drive(world, { settings: clusterSettings(3), from: 'r1', events: [{ at: 27, kind: 'interrupt' }] });
    const before = world.performed.length;
    const driven = drive(world, { settings: clusterSettings(3), from: 'r1', number: 8 });
    expect(driven.reason).toBe('');
    expect(driven.end).toBe('done');
    const stopped = world.performed.slice(before).filter(({ kind }) => kind === 'stop-member');
    expect(stopped).toMatchObject([{ member: 'm-3' }, { member: 'm-1' }]);
  });

  test('is stopped by force when it takes longer than the deadline', () => {
    const world = three({ ...works, stop: 500 });
    const { course } = drive(world, { settings: clusterSettings(3), from: 'r1' });
    expect(course.slice(3, 6)).toStrictEqual([
      'stop-member i-2',
      'stop-member i-2 by force',
      'detach-volumes i-2',
    ]);
  });

  test('begins with one that is down, though another is first', () => {
    const world = three();
    world.befall('m-3', 'ends');
    const { course, end } = drive(world, { settings: clusterSettings(3), from: 'r1' });
    expect(course[3]).toBe('launch-member 7-m-3-1 on r2, existing');
    expect(end).toBe('done');
  });
});

describe('what is asked on the way', () => {
  test('a command on each member before it is stopped, of that member, once', () => {
    const { course } = drive(three(), { settings: clusterSettings(3, { beforeStop }), from: 'r1' });
    expect(course.filter((word) => word.startsWith('ask'))).toStrictEqual([
      'ask m-2@i-2/before-stop of 10.0.0.5',
      'ask m-3@i-3/before-stop of 10.0.0.6',
      'ask m-1@i-1/before-stop of 10.0.0.4',
    ]);
    expect(course.indexOf('ask m-2@i-2/before-stop of 10.0.0.5')).toBeLessThan(
      course.indexOf('stop-member i-2'),
    );
  });

  test('that command knows its member, as the start script does', () => {
    expect(beforeStopCheck(beforeStop).action).toStrictEqual({
      kind: 'instances',
      run: 'set -a; . /etc/imago/member.env; set +a; move-leader',
    });
  });

  test('a command that fails ends it before anything is stopped, unless its failure is to be ignored', () => {
    const verdict = (): 'failed' => 'failed';
    const world = three();
    const strict = drive(world, { settings: clusterSettings(3, { beforeStop }), from: 'r1', verdict });
    expect(strict).toMatchObject({ end: 'done', turnedBack: true });
    expect(world.performed.some(({ kind }) => kind === 'stop-member')).toBe(false);
    const lax = clusterSettings(3, { beforeStop: { ...beforeStop, onFailure: 'ignore' } });
    expect(drive(three(), { settings: lax, from: 'r1', verdict })).toMatchObject({
      end: 'done',
      turnedBack: false,
    });
  });

  test('hooks before and after each member, gates after each step and at the end, tests last', () => {
    const settings = clusterSettings(3, {
      hooks: [hook('page', 'before-member'), hook('check', 'after-member'), hook('test', 'after-shift')],
      gates: [gate('lag', 'step'), gate('reads', 'end')],
    });
    const { course } = drive(three(), { settings, from: 'r1' });
    const asked = course.flatMap((word) => (word.startsWith('ask') ? [word.split(' ')[1]] : []));
    expect(asked).toStrictEqual([
      'm-2@i-2/page',
      'm-2@i-4/check',
      'step-1/lag',
      'm-3@i-3/page',
      'm-3@i-5/check',
      'step-2/lag',
      'm-1@i-1/page',
      'm-1@i-6/check',
      'end/reads',
      'end/test',
    ]);
  });

  test('the first member runs alone for its bake time', () => {
    const settings = clusterSettings(3, {}, { firstMemberBakeTime: seconds(60) });
    const driven = drive(three(), { settings, from: 'r1' });
    const [first, second] = driven.entries.flatMap((entry) =>
      entry.kind === 'act' && entry.actions.some(({ kind }) => kind === 'stop-member')
        ? [Date.parse(entry.at)]
        : [],
    );
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(60_000);
  });
});

describe('a pause', () => {
  test('lets the member in work come back, and takes no other out', () => {
    const world = three();
    const driven = drive(world, {
      settings: clusterSettings(3),
      from: 'r1',
      events: [{ at: 14, kind: 'pause' }],
    });
    expect(driven).toMatchObject({ end: 'hold', reason: 'it is paused', turnedBack: false });
    expect(world.up).toHaveLength(3);
    expect(world.members.map(({ name }) => world.releaseOf(name))).toStrictEqual(['r1', 'r2', 'r1']);
  });
});

describe('when it fails', () => {
  test('a member that does not come back is put on its release before, on its volume, and the run ends', () => {
    const world = three(broken);
    const driven = drive(world, { settings: clusterSettings(3), from: 'r1' });
    expect(driven).toMatchObject({ end: 'done', turnedBack: true });
    expect(driven.entries.find(({ kind }) => kind === 'turned-back')).toMatchObject({
      because: { kind: 'member-not-healthy', member: 'm-2', after: '1m 30s', detail: 'no answer' },
    });
    expect(driven.course.slice(-5)).toStrictEqual([
      'stop-member i-4',
      'detach-volumes i-4',
      'terminate-member i-4',
      'launch-member 7-m-2-2 on r1, existing',
      'attach-volumes i-5',
    ]);
  });

  test('a member whose new release EC2 refuses to launch comes back on the one before', () => {
    const world = three({ ...works, refuses: 'r2' });
    const driven = drive(world, { settings: clusterSettings(3), from: 'r1' });
    expect(driven).toMatchObject({ end: 'done', turnedBack: true });
    expect(driven.course.slice(-2)).toStrictEqual([
      'launch-member 7-m-2-2 on r1, existing',
      'attach-volumes i-4',
    ]);
  });

  test('without autoRollback it waits for a person, and leaves the member as it is', () => {
    const settings = clusterSettings(3, {}, { autoRollback: false });
    const driven = drive(three(broken), { settings, from: 'r1' });
    expect(driven).toMatchObject({ end: 'hold', reason: 'm-2 was not healthy after 1m 30s: no answer' });
  });

  test('members that run the new release stay there where the store cannot go back, and a person reads what to do', () => {
    const settings = clusterSettings(3, { gates: [gate('lag', 'step')] });
    const verdict = (key: string): 'passed' | 'failed' => (key === 'step-1/lag' ? 'failed' : 'passed');
    const driven = drive(three(), { settings, from: 'r1', verdict });
    expect(driven.end).toBe('stop');
    expect(driven.reason).toBe(
      'lag failed: as it was told; left as it is: m-2 on r2, m-1, m-3 on r1; deploy r2 again, or a release that ' +
        "puts right what is wrong; members on r2 do not go back to r1, since downgrade is 'refused'",
    );
  });

  test('they go back, the leader last, where it can', () => {
    const settings = clusterSettings(3, { downgrade: 'allowed', gates: [gate('reads', 'end')] });
    const world = three();
    const driven = drive(world, { settings, from: 'r1', verdict: () => 'failed' });
    expect(driven).toMatchObject({ end: 'done', turnedBack: true });
    expect(world.members.map(({ name }) => world.releaseOf(name))).toStrictEqual(['r1', 'r1', 'r1']);
  });

  test('a rollback is refused before anything is touched where the store cannot go back', () => {
    const world = three();
    const driven = drive(world, { settings: clusterSettings(3), kind: 'rollback', from: 'r1' });
    expect(driven.end).toBe('stop');
    expect(driven.reason).toContain("downgrade: 'refused'");
    expect(world.performed).toStrictEqual([]);
  });

  test('a first release that does not come up is left for another deploy', () => {
    const world = new ClusterWorld(3, broken, undefined);
    const driven = drive(world, { settings: clusterSettings(3) });
    expect(driven).toMatchObject({ end: 'stop', turnedBack: true });
    expect(driven.reason).toContain('left as it is');
    const again = drive(new ClusterWorld(3, works, undefined), { settings: clusterSettings(3) });
    expect(again.end).toBe('done');
  });

  test('two members have nobody to spare, unless their gate says that one is enough', () => {
    const settings = clusterSettings(2);
    const driven = drive(new ClusterWorld(2, works, 'r1'), { settings, from: 'r1' });
    expect(driven.reason).toBe('2 of 2 members have to be up all the time, so none can be replaced');
  });
});

describe('heal', () => {
  test('brings up all that do not run, at once', () => {
    const world = new ClusterWorld(5, works, 'r1');
    for (const name of ['m-2', 'm-3', 'm-4']) world.befall(name, 'ends');
    for (let second = 0; second < 10; second += 1) world.advance();
    const driven = drive(world, { settings: clusterSettings(5), kind: 'heal' });
    expect(driven.end).toBe('done');
    expect(driven.course).toStrictEqual([
      'launch-member 7-m-2-1 on r1, existing',
      'launch-member 7-m-3-1 on r1, existing',
      'launch-member 7-m-4-1 on r1, existing',
      'attach-volumes i-6',
      'attach-volumes i-7',
      'attach-volumes i-8',
    ]);
  });

  test('leaves what runs and does not answer while too few others are up: it may be needed', () => {
    const world = three();
    world.befall('m-1', 'sickens');
    world.befall('m-2', 'sickens');
    world.advance();
    const driven = drive(world, { settings: clusterSettings(3), kind: 'heal' });
    expect(driven).toMatchObject({ end: 'stop', course: [] });
    expect(driven.reason).toContain('nothing moved on');
  });

  test('replaces one that runs and does not answer, when it has had its time', () => {
    const world = three();
    world.befall('m-1', 'sickens');
    world.advance();
    const driven = drive(world, { settings: clusterSettings(3), kind: 'heal' });
    expect(driven.end).toBe('done');
    expect(driven.course[0]).toBe('stop-member i-1');
  });
});

describe('a first release', () => {
  test('comes up all at once, and its volumes are marked', () => {
    const world = new ClusterWorld(3, works, undefined);
    const { course } = drive(world, { settings: clusterSettings(3) });
    expect(course).toStrictEqual([
      'prepare-cluster',
      'prepare-template',
      'prepare-member m-1',
      'prepare-member m-2',
      'prepare-member m-3',
      'launch-member 7-m-1-1 on r2, new',
      'launch-member 7-m-2-1 on r2, new',
      'launch-member 7-m-3-1 on r2, new',
      'attach-volumes i-1',
      'attach-volumes i-2',
      'attach-volumes i-3',
      'mark-formatted m-1',
      'mark-formatted m-2',
      'mark-formatted m-3',
    ]);
  });

  test('comes up one after the other, those after the first in a cluster that is there', () => {
    const world = new ClusterWorld(3, { ...works, alone: true }, undefined);
    const { course, end } = drive(world, { settings: clusterSettings(3, { bootstrap: 'one-at-a-time' }) });
    expect(end).toBe('done');
    expect(course.filter((word) => word.startsWith('launch') || word.startsWith('mark'))).toStrictEqual([
      'launch-member 7-m-1-1 on r2, new',
      'mark-formatted m-1',
      'launch-member 7-m-2-1 on r2, existing',
      'mark-formatted m-2',
      'launch-member 7-m-3-1 on r2, existing',
      'mark-formatted m-3',
    ]);
  });
});
