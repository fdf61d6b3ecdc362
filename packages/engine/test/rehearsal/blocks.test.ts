import { expect, test } from 'vitest';
import { freeBlocks, overlap, subnetBlock } from '@imago/engine';

test('two blocks overlap where one lies in the other, and only there', () => {
  expect(overlap('10.0.0.0/8', '10.83.16.0/20')).toBe(true);
  expect(overlap('10.83.16.7/32', '10.83.16.0/20')).toBe(true);
  expect(overlap('0.0.0.0/0', '172.31.0.0/16')).toBe(true);
  expect(overlap('10.83.16.0/20', '10.83.32.0/20')).toBe(false);
  expect(overlap('192.168.0.0/16', '10.0.0.0/8')).toBe(false);
});

test('chooses no block that overlaps one that is taken', () => {
  const taken = ['10.0.0.0/9', '10.200.0.0/16', '172.31.0.0/16'];
  const free = freeBlocks(taken, 'test-3f9a01c2');
  expect(free.length).toBe(4 * 8);
  expect(free.some((block) => taken.some((other) => overlap(block, other)))).toBe(false);
});

test('two rehearsals that begin at one time try different blocks first', () => {
  expect(freeBlocks([], 'test-3f9a01c2')[0]).not.toBe(freeBlocks([], 'test-3f9a01c3')[0]);
});

test('goes to another range where one is taken, and answers nothing where all are', () => {
  expect(freeBlocks(['10.0.0.0/8'], 'test-00000000')[0]).toBe('172.16.0.0/20');
  expect(freeBlocks(['0.0.0.0/0'], 'test-00000000')).toEqual([]);
});

test('cuts sixteen subnets from a block', () => {
  expect(subnetBlock('10.83.16.0/20', 0)).toBe('10.83.16.0/24');
  expect(subnetBlock('10.83.16.0/20', 15)).toBe('10.83.31.0/24');
});
