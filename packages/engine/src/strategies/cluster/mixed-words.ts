import { releaseNumber } from '../../model/release.ts';
import type { ReleaseId } from '../../model/release.ts';
import { reasonOf } from '../reason-of.ts';
import type { ClusterTask } from './cluster-task.ts';

/** Which members run what, why, and what a person can do, in one sentence. */
export function sentenceOfMixed({ members, rollout }: ClusterTask, instead?: string): string {
  const { turnedBack, from, to, settings } = rollout;
  const why = [
    ...(turnedBack === undefined ? [] : [reasonOf(turnedBack)]),
    ...(instead === undefined ? [] : [instead]),
  ];
  const seen = members.flatMap(({ instance }) => instance?.release ?? []);
  const releases = [...new Set(seen)].sort((one, other) => releaseNumber(other) - releaseNumber(one));
  const running = releases.flatMap((release) => {
    const names = members.filter(({ instance }) => instance?.release === release).map(({ name }) => name);
    return names.length === 0 ? [] : [`${names.join(', ')} on ${release}`];
  });
  const down = members.filter(({ up }) => !up).map(({ name }) => name);
  const state = [...running, ...(down.length === 0 ? [] : [`${down.join(', ')} not up`])].join(', ');
  return `${[...new Set(why)].join(', then ')}; left as it is: ${state}; ${whatToDo(down, to, from, settings.downgrade === 'allowed' || !seen.includes(to))}`;
}

function whatToDo(
  down: readonly string[],
  to: ReleaseId,
  from: ReleaseId | undefined,
  free: boolean,
): string {
  const heal = down.length === 0 ? '' : `heal what is not up, then `;
  const back =
    from === undefined || free
      ? ''
      : `; members on ${to} do not go back to ${from}, since downgrade is 'refused'`;
  return `${heal}deploy ${to} again, or a release that puts right what is wrong${back}`;
}
