import { describe as group, expect, test } from 'vitest';
import { createTakenAddresses } from '../../../src/services/ec2/taken-addresses.ts';
import type { NetworkInterfaceRecord } from '../../../src/store/records/ec2.ts';

const card = (privateIp: string, subnetId = 'subnet-1'): NetworkInterfaceRecord =>
  ({ id: `eni-${privateIp}`, privateIp, subnetId }) as NetworkInterfaceRecord;

group('the taken addresses of a subnet', () => {
  test('are those of its interfaces', () => {
    const taken = createTakenAddresses();
    taken.change(undefined, card('10.213.0.4'));
    taken.change(undefined, card('10.213.16.4', 'subnet-2'));
    taken.change(card('10.213.0.4'), { ...card('10.213.0.4'), description: 'changed' });
    expect([...taken.of('subnet-1').used]).toEqual(['10.213.0.4']);
    expect(taken.of('subnet-3').used.size).toBe(0);
  });

  test('are free again once the interface is deleted', () => {
    const taken = createTakenAddresses();
    taken.change(undefined, card('10.213.0.4'));
    taken.change(card('10.213.0.4'), undefined);
    expect(taken.of('subnet-1').used.size).toBe(0);
  });

  test('remember the one handed out last, whatever became of it', () => {
    const taken = createTakenAddresses();
    for (const ip of ['10.213.0.4', '10.213.0.5']) taken.change(undefined, card(ip));
    taken.change(card('10.213.0.4'), { ...card('10.213.0.4'), description: 'changed' });
    taken.change(card('10.213.0.5'), undefined);
    expect(taken.of('subnet-1').newest).toBe('10.213.0.5');
  });
});
