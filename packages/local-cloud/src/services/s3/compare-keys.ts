/**
 * Orders keys as S3 lists them: by their UTF-8 bytes.
 *
 * JavaScript compares UTF-16 units, which agrees except where a surrogate pair (U+10000 and up) meets
 * U+E000 to U+FFFF: there the surrogate is the smaller unit and the larger character.
 */
export function compareKeys(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  for (let index = 0; index < end; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
