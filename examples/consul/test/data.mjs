// node tests/data.mjs write | read: a hundred keys that are written before an upgrade and read after it.
import { get, put } from './kv.mjs';

const keys = Array.from({ length: 100 }, (_, index) => `upgrade/${index}`);
const valueOf = (key) => `value of ${key}`;

if (process.argv[2] === 'write') {
  for (const key of keys) await put(key, valueOf(key));
  await put('upgrade/written', String(keys.length));
  console.log(`${keys.length} keys written`);
} else {
  // A cluster that was just created has none of them.
  const written = (await get('upgrade/written')) !== undefined;
  const values = written ? await Promise.all(keys.map(get)) : [];
  const lost = values.flatMap((value, index) => (value === valueOf(keys[index]) ? [] : [keys[index]]));
  await put('upgrade/read', new Date().toISOString());
  console.log(lost.length === 0 ? `all of ${values.length} keys are there` : `lost: ${lost.join(', ')}`);
  process.exitCode = lost.length === 0 ? 0 : 1;
}
