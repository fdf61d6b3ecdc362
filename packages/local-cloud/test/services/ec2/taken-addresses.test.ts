import { describe as group, expect, test } from 'vitest';
import { createTakenAddresses } from '../../../src/services/ec2/taken-addresses.ts';
import type { InstanceRecord, InstanceState } from '../../../src/store/records/ec2.ts';

const instance = (
  privateIp: string,
  state: InstanceState = 'running',
  subnetId = 'subnet-1',
): InstanceRecord => ({ id: `i-${privateIp}`, privateIp, state, subnetId }) as InstanceRecord;

group('the taken addresses of a subnet', () => {
  test('are those of its instances that are not terminated', () => {
    const taken = createTakenAddresses();
    taken.change(undefined, instance('10.213.0.4'));
    taken.change(undefined, instance('10.213.0.5', 'terminated'));
    taken.change(undefined, instance('10.213.16.4', 'running', 'subnet-2'));
    expect([...taken.of('subnet-1').used]).toEqual(['10.213.0.4']);
    expect(taken.of('subnet-3').used.size).toBe(0);
  });

  test('are free again once the instance is terminated or forgotten', () => {
    const taken = createTakenAddresses();
    for (const ip of ['10.213.0.4', '10.213.0.5']) taken.change(undefined, instance(ip));
    taken.change(instance('10.213.0.4'), instance('10.213.0.4', 'terminated'));
    taken.change(instance('10.213.0.5'), undefined);
    expect(taken.of('subnet-1').used.size).toBe(0);
  });

  test('stay with their new holder when the old, terminated one is forgotten', () => {
    const taken = createTakenAddresses();
    taken.change(undefined, instance('10.213.0.4', 'terminated'));
    taken.change(undefined, instance('10.213.0.4'));
    taken.change(instance('10.213.0.4', 'terminated'), undefined);
    expect([...taken.of('subnet-1').used]).toEqual(['10.213.0.4']);
  });

  test('remember the one handed out last, whatever became of it', () => {
    const taken = createTakenAddresses();
    for (const ip of ['10.213.0.4', '10.213.0.5']) taken.change(undefined, instance(ip));
    taken.change(instance('10.213.0.4'), instance('10.213.0.4', 'stopped'));
    taken.change(instance('10.213.0.5'), undefined);
    expect(taken.of('subnet-1').newest).toBe('10.213.0.5');
  });
});
