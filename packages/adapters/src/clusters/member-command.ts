import type { AskedMember, ClusterHealth, MemberCommandGate } from '@imago/engine';
import { endWords, OutputTail } from '../checks/last-lines.ts';
import { runCommand } from '../checks/run-here.ts';
import { exported } from '../checks/variables.ts';
import { eachMember } from './each-member.ts';
import type { ClusterQuestion } from './each-member.ts';
import { parse } from './json.ts';
import { openSession } from './reach-member.ts';
import { sumUp } from './told-of-itself.ts';
import type { OwnWord } from './told-of-itself.ts';

/** Runs a command for each member, here or on it; what it prints last may tell more than its status. */
export async function sampleCommand(
  gate: MemberCommandGate,
  question: ClusterQuestion,
): Promise<ClusterHealth> {
  const { run, on } = gate;
  const all = await eachMember(question, gate.sampling, async (member, signal) => {
    const variables = variablesOf(member, question);
    if (on === 'member') return runThere(member, exported(variables) + run, question, signal);
    const { exitCode, stdout, output } = await runCommand(run, variables, question.tools, { signal });
    return wordOf(exitCode, stdout, output);
  });
  return sumUp(all, gate, question);
}

async function runThere(
  member: AskedMember,
  command: string,
  question: ClusterQuestion,
  signal: AbortSignal,
): Promise<OwnWord> {
  const session = await openSession(member, question, signal);
  const [stdout, output] = [new OutputTail(), new OutputTail()];
  const onOutput = (stream: 'stdout' | 'stderr', text: string): void => {
    if (stream === 'stdout') stdout.add(text);
    output.add(text);
  };
  try {
    const { exitCode } = await session.run(command, { signal, onOutput });
    return wordOf(exitCode, stdout, output);
  } finally {
    await session.close();
  }
}

function wordOf(exitCode: number, stdout: OutputTail, output: OutputTail): OwnWord {
  const facts = parse(stdout.lastLine);
  return { healthy: exitCode === 0, detail: endWords('the command', exitCode, output), facts: facts ?? {} };
}

const variablesOf = (
  { name, address }: AskedMember,
  { members }: ClusterQuestion,
): Record<string, string> => ({
  IMAGO_MEMBER: name,
  IMAGO_ADDRESS: address,
  IMAGO_MEMBERS: members.map((member) => `${member.name}=${member.address}`).join(' '),
});
