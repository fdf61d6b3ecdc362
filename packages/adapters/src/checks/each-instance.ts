import type { CheckRequest, CheckSample } from '@imago/engine';

type Subject = CheckRequest['instances'][number];

/** Asked at a time. */
const atOnce = 16;

/** Asks every instance; all must succeed, and the first that does not is told of by its id. */
export async function eachInstance(
  instances: readonly Subject[],
  ask: (address: string) => Promise<CheckSample>,
): Promise<CheckSample> {
  if (instances.length === 0) return { ok: false, detail: 'there is no new instance to ask' };
  const left = [...instances];
  const failures: string[] = [];
  let last = '';
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const { ok, detail } = await askOne(next, ask);
      last = detail;
      if (!ok) failures.push(`${detail} from ${next.id}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, left.length) }, work));
  const [first] = failures;
  const { length } = instances;
  if (first === undefined)
    return {
      ok: true,
      detail: `${last} from ${length === 1 ? instances[0]?.id : `all ${length} instances`}`,
    };
  return {
    ok: false,
    detail: failures.length === 1 ? first : `${first}, and ${failures.length - 1} more of ${length} failed`,
  };
}

async function askOne(
  { address }: Subject,
  ask: (address: string) => Promise<CheckSample>,
): Promise<CheckSample> {
  if (address === undefined) return { ok: false, detail: 'no address yet' };
  try {
    return await ask(address);
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}
