import type { CheckRequest, GateSettings } from '../model/check.ts';
import { healthyInstances, sideOf } from '../model/observed.ts';
import type { Observed } from '../model/observed.ts';
import { gatesAt } from './ask-checks.ts';
import type { Decision } from './decision.ts';
import { passChecks, requestsOf } from './pass-checks.ts';
import type { CheckSubject } from './pass-checks.ts';
import type { Rollout } from './rollout.ts';

/** Lets by while no gate has failed that is to hold all the time; there is no end at which it has passed. */
export function checkAlways(observed: Observed, rollout: Rollout): Decision | undefined {
  const { checkStates, checkEnds, told } = rollout;
  const ended = gatesAt(rollout, 'always').filter(({ name }) => {
    const key = `always/${name}`;
    const failed = checkStates[key]?.state === 'failed' || told.overrides[name] !== undefined;
    return failed || checkEnds[key] !== undefined;
  });
  return passChecks(ended, rollout, alwaysAbout(observed, rollout));
}

/** Has a wait carry on the gates that always hold, and hooks and tests that have begun: what they do is not done twice. */
export function carryOn(decision: Decision, observed: Observed, rollout: Rollout): Decision {
  if (decision.kind !== 'wait') return decision;
  const asked = decision.checks ?? [];
  const more = [...alwaysAsked(observed, rollout), ...begun(observed, rollout)];
  const checks = [...asked, ...more.filter(({ key }) => !asked.some((one) => one.key === key))];
  return checks.length === 0 ? decision : { ...decision, checks };
}

function alwaysAsked(observed: Observed, rollout: Rollout): readonly CheckRequest[] {
  if (rollout.preparedAt === undefined) return [];
  const open = gatesAt(rollout, 'always').filter(
    ({ name }) => rollout.checkEnds[`always/${name}`] === undefined,
  );
  const about = alwaysAbout(observed, rollout);
  // Before the first new instance answers there is nobody to send a probe to.
  const askable = about.instances.length > 0 ? open : open.filter((gate) => !isProbe(gate));
  return requestsOf(askable, rollout, about);
}

const isProbe = (gate: GateSettings): boolean =>
  gate.kind === 'http' || gate.kind === 'tcp' || (gate.kind === 'command' && gate.on === 'instances');

function begun(observed: Observed, rollout: Rollout): readonly CheckRequest[] {
  const { instances } = alwaysAbout(observed, rollout);
  const { checkStates, checkEnds } = rollout;
  return rollout.checks.flatMap((check) => {
    if (check.kind !== 'hook' && check.kind !== 'test') return [];
    const key = `${check.at}/${check.name}`;
    if (checkStates[key] === undefined || checkEnds[key] !== undefined) return [];
    return requestsOf([check], rollout, { stage: check.at, instances });
  });
}

/** The new release's instances, as far as they are healthy. */
function alwaysAbout(observed: Observed, { toSide, to }: Rollout): CheckSubject {
  const healthy = healthyInstances(sideOf(observed, toSide));
  return { stage: 'always', instances: healthy.filter(({ release = to }) => release === to) };
}
