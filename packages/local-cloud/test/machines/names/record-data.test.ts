import { expect, test } from 'vitest';
import { recordData, typeNumber } from '../../../src/machines/names/record-data.ts';

const name = '\x01a\x07example\x00';

test.each([
  ['NS', 2, 'a.example.', name],
  ['PTR', 12, 'a.example', name],
  ['MX', 15, '10 a.example.', `\x00\x0a${name}`],
  ['SRV', 33, '1 2 2380 a.example', `\x00\x01\x00\x02\x09\x4c${name}`],
  [
    'SOA',
    6,
    'a.example. a.example. 1 2 3 4 5',
    `${name}${name}${[1, 2, 3, 4, 5].map((value) => `\0\0\0${String.fromCharCode(value)}`).join('')}`,
  ],
  ['TXT', 16, String.raw`"one" "t\"w\\o\041"`, '\x03one\x06t"w\\o!'],
  ['CAA', 257, '0 issue "ca.example"', '\x00\x05issueca.example'],
])('%s (%i): %s', (type, number, value, bytes) => {
  expect(typeNumber(type)).toBe(number);
  expect(recordData(type, value).toString('latin1')).toBe(bytes);
});

test('addresses and aliases have no bytes of their own', () => {
  expect(['A', 'AAAA', 'CNAME'].map(typeNumber)).toEqual([undefined, undefined, undefined]);
  expect(() => recordData('A', '192.0.2.1')).toThrow('records of type A are not written as bytes');
});
