import type { CheckRequest, CheckSample } from '@imago/engine';

type Subject = CheckRequest['instances'][number];

/** Asked at a time. */
const atOnce = 16;
/** Of answers that differ, those that are told. */
const mostTold = 5;

/** Asks every instance; all must succeed, and each failure is told with whose it is. */
export async function eachInstance(
  instances: readonly Subject[],
  ask: (address: string) => Promise<CheckSample>,
  signal: AbortSignal,
): Promise<CheckSample> {
  if (instances.length === 0) return { ok: false, detail: 'there is no new instance to ask' };
  const samples = new Map<Subject, CheckSample>();
  const left = [...instances];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift())
      samples.set(next, await askOne(next, ask, signal));
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, left.length) }, work));
  const answers = instances.map((instance) => ({
    instance,
    ...(samples.get(instance) ?? { ok: false, detail: 'was not asked' }),
  }));
  const [first, ...others] = answers.filter(({ ok }) => !ok);
  if (first === undefined) return { ok: true, detail: inOne(answers) };
  const more = others.length === 0 ? '' : `, and ${others.length} more of ${answers.length} failed`;
  return { ok: false, detail: `${written(first)}${more}` };
}

interface Answer extends CheckSample {
  readonly instance: Subject;
}

const written = ({ instance: { id, address }, detail }: Answer): string =>
  `${id}${address === undefined ? '' : ` (${address})`}: ${detail}`;

/** One text where all answered the same, whose it is where they did not. */
function inOne(answers: readonly Answer[]): string {
  const [first] = answers;
  if (first === undefined || answers.length === 1) return answers.map(written).join();
  if (answers.every(({ detail }) => detail === first.detail))
    return `${first.detail} from all ${answers.length} instances`;
  const more = answers.length > mostTold ? `; and ${answers.length - mostTold} more` : '';
  return `${answers.slice(0, mostTold).map(written).join('; ')}${more}`;
}

async function askOne(
  { address }: Subject,
  ask: (address: string) => Promise<CheckSample>,
  signal: AbortSignal,
): Promise<CheckSample> {
  if (address === undefined) return { ok: false, detail: 'no address yet' };
  if (signal.aborted) return { ok: false, detail: 'was not asked in time' };
  let stop = (): void => {};
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([ask(address), stopped]);
  } catch (error) {
    // What broke off because the time is over says less than that.
    const cause: unknown = signal.aborted ? signal.reason : error;
    return { ok: false, detail: cause instanceof Error ? cause.message : String(cause) };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
