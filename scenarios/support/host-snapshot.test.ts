import { execFileSync } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { leftovers, takeHostSnapshot } from './host-snapshot.ts';

const cloud = { dataDir: '/var/tmp/imago-nobody', network: '10.241.0.0/16' };

const undo: (readonly string[])[] = [];
afterEach(() => {
  for (const [file = '', ...args] of undo.splice(0)) execFileSync(file, args);
});

function addBridge(name: string): void {
  execFileSync('ip', ['link', 'add', name, 'type', 'bridge']);
  undo.push(['ip', 'link', 'delete', name]);
}

test('a link and a table that a cloud leaves are found, another cloud’s are not held against it', () => {
  const before = takeHostSnapshot();
  addBridge('imago0af10001');
  addBridge('imago0af20001');
  execFileSync('nft', ['add', 'table', 'ip', 'imago241']);
  undo.push(['nft', 'delete', 'table', 'ip', 'imago241']);
  expect(leftovers(before, cloud)).toEqual(['link imago0af10001', 'table ip imago241']);
});

test('a host that nobody touched has no leftovers', () => {
  expect(leftovers(takeHostSnapshot(), cloud)).toEqual([]);
});

test('settings are held against nobody when another cloud was there before', () => {
  const lines = [...takeHostSnapshot()];
  expect(lines).toContainEqual(expect.stringMatching(/^setting net\/ipv4\/ip_forward = [01]$/));
  const before = new Set(lines.filter((line) => !line.startsWith('setting ')));
  expect(leftovers(before.add('claim imago242.json'), cloud)).toEqual([]);
});
