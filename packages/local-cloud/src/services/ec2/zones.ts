/** An availability zone. It carries no tags. */
export interface Zone {
  readonly name: string;
  readonly id: string;
  readonly tags?: Readonly<Record<string, string>>;
}

const LETTERS = ['a', 'b', 'c'];

/** The zones of a region: the local cloud has three in each. */
export function zonesOf(region: string): readonly Zone[] {
  return LETTERS.map((letter, index) => ({ name: region + letter, id: zoneId(region, index + 1) }));
}

/** The account-independent zone id: `us-east-1` and 1 make `use1-az1`. */
function zoneId(region: string, number: number): string {
  const [area = '', direction = '', digit = ''] = region.split('-');
  const initials = [...direction.matchAll(/north|south|east|west|central/g)].map(([word]) => word.charAt(0));
  return `${area}${initials.join('')}${digit}-az${number}`;
}
