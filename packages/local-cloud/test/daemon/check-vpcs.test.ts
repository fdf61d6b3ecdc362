import { expect, test } from 'vitest';
import { checkVpcs } from '../../src/daemon/check-vpcs.ts';
import { createOffMachines } from '../../src/machines/off/off-machines.ts';
import { openStore } from '../../src/store/store.ts';

test('a cloud does not start where a VPC’s block is somebody else’s by now', () => {
  const { tables } = openStore({});
  tables.vpcs.put({ id: 'vpc-1', cidr: '10.213.0.0/16', isDefault: true, tags: {} });
  tables.vpcs.put({ id: 'vpc-2', cidr: '10.50.0.0/16', isDefault: false, tags: {} });
  const machines = createOffMachines();
  expect(() => checkVpcs({ tables, machines })).not.toThrow();
  machines.conflictOf = (cidr) => `${cidr} is routed to docker0 on this host`;
  expect(() => checkVpcs({ tables, machines })).toThrow(
    'the block 10.50.0.0/16 of vpc-2 is in use: 10.50.0.0/16 is routed to docker0 on this host',
  );
});
