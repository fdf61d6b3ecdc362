import { expect, test } from 'vitest';
import { droppingChains } from '../../../../src/machines/lxc/network/foreign-drops.ts';

const chain = (table: string, facts: object): object => ({
  chain: { family: 'ip', table, name: 'FORWARD', ...facts },
});

test('only chains that drop what is forwarded are named, and never our own', () => {
  const json = JSON.stringify({
    nftables: [
      { metainfo: { version: '1.0.6' } },
      chain('filter', { hook: 'forward', policy: 'drop' }),
      chain('other', { hook: 'forward', policy: 'accept' }),
      chain('input', { hook: 'input', policy: 'drop' }),
      chain('imago213', { hook: 'forward', policy: 'drop' }),
      chain('plain', {}),
    ],
  });
  expect(droppingChains(json, 'imago213')).toEqual(['ip filter FORWARD']);
});
