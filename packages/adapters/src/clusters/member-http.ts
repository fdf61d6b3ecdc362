import type { ClusterHealth, MemberHttpGate } from '@imago/engine';
import { matches } from '../checks/sample-http.ts';
import { eachMember } from './each-member.ts';
import type { ClusterQuestion } from './each-member.ts';
import { parse } from './json.ts';
import { withMember } from './reach-member.ts';
import { sumUp } from './told-of-itself.ts';

/** Sends a request to each member; its answer may tell more than its status. */
export async function sampleHttp(gate: MemberHttpGate, question: ClusterQuestion): Promise<ClusterHealth> {
  const all = await eachMember(question, gate.sampling, (member, signal) =>
    withMember(member, gate, question, signal, async (ask) => {
      const { status, body } = await ask(gate.path);
      return { healthy: matches(status, gate.matcher), detail: `status ${status}`, facts: parse(body) ?? {} };
    }),
  );
  return sumUp(all, gate, question);
}
