import type { TrafficCounters } from '../machines.ts';

/**
 * Reads `show stat` (CSV) of one worker: what each server and listener has done since the worker began. The column
 * names stand in the first line.
 */
export function parseCounters(output: string, worker: number): readonly TrafficCounters[] {
  const [header = '', ...lines] = output.split('\n');
  const columns = header.replace(/^# /, '').split(',');
  const place = new Map(columns.map((name, index) => [name, index]));
  return lines.flatMap((line): readonly TrafficCounters[] => {
    const cells = line.split(',');
    const text = (name: string): string => cells[place.get(name) ?? -1] ?? '';
    const number = (name: string): number => Number(text(name));
    const [proxy, name] = [text('pxname'), text('svname')];
    // Type 0 is a frontend, 2 a server; the backends in between are sums of their servers.
    const kind = { '0': 'listener', '2': 'server' } as const;
    const type = text('type');
    if (type !== '0' && type !== '2') return [];
    return [
      {
        id: `${worker}/${proxy}/${name}`,
        kind: kind[type],
        server: name,
        requests: type === '2' ? number('stot') : number('req_tot'),
        answers: {
          '2xx': number('hrsp_2xx'),
          '3xx': number('hrsp_3xx'),
          '4xx': number('hrsp_4xx'),
          '5xx': number('hrsp_5xx'),
        },
        responseMilliseconds: number('rtime'),
      },
    ];
  });
}
