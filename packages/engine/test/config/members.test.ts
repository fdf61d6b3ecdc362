import { describe, expect, test } from 'vitest';
import { problemsOf } from './store.ts';

describe('members are refused', () => {
  test.each([
    [0, 'members: 0 is wrong; write how many members, from 1 to 50, such as 3, or a list of them'],
    [[], 'members: [] is wrong; name a member at least'],
    ['three', 'members: "three" is wrong; write how many members'],
    [[{ name: 'Etcd_1' }], 'members[0].name: "Etcd_1" is wrong; write a host name of lower-case letters'],
    [[{ name: 'etcd-' }], 'members[0].name: "etcd-" is wrong; write a host name'],
    [
      [{ name: 'a' }, { name: 'b' }, { name: 'a' }],
      'members[2].name: "a" is wrong; give it a name that no other member has',
    ],
    [[{ name: 'store-2' }, {}, {}], 'members[1].name: is missing; give it a name that no other member has'],
    [[{ zone: 'central' }], 'members[0].zone: "central" is wrong; write an availability zone'],
    [[{ address: '10.0.1' }], 'members[0].address: "10.0.1" is wrong; write a private address'],
    [[{ address: '127.0.0.1' }], 'members[0].address: "127.0.0.1" is wrong; write the address of a machine'],
    [[{ address: '224.0.0.1' }], 'members[0].address: "224.0.0.1" is wrong; write the address of a machine'],
    [
      [{ address: '10.0.1.10' }, {}, { address: '10.0.1.10' }],
      'members[2].address: "10.0.1.10" is wrong; give it an address that no other member has',
    ],
    [[{ adress: '10.0.1.10' }], 'members[0].adress: unknown field adress; write address'],
  ])('as %j', (members, problem) => {
    expect(problemsOf({ members })).toEqual([expect.stringContaining(problem)]);
  });

  test('in zones of another region', () => {
    const members = [{ zone: 'eu-central-1a' }, { zone: 'eu-west-1a' }, {}];
    expect(problemsOf({ region: 'eu-central-1', members })).toEqual([
      'members[1].zone: "eu-west-1a" is wrong; write a zone of eu-central-1, such as \'eu-central-1a\'',
    ]);
    expect(problemsOf({ members })).toEqual([]);
  });
});
