import { seconds } from '../../model/duration.ts';
import { after } from '../../strategies/moments.ts';
import type { Subject } from '../subject.ts';

/** How old the look may be by which a member is taken out that runs. */
const outdatedAfter = seconds(20);

/** Others may have been lost while we slept or tried again: then it is asked anew whether this one may go. */
export const takesTooLate: Subject['isOutdated'] = (action, decidedAt, now) =>
  action.kind === 'stop-member' && !action.force && now >= after(decidedAt, outdatedAfter);
