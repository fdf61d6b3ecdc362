import { expect, test } from 'vitest';
import { createLayout } from '../../../src/machines/lxc/layout.ts';

test.each(['/data/my cloud', '/data:1', '/a,b'])(
  'a directory that a mount option cannot hold is refused: %s',
  (path) => {
    expect(() => createLayout(path, '/cache')).toThrow(`directory "${path}": choose one without`);
  },
);

test('the path of a layer is short', () => {
  expect(createLayout('/var/lib/imago', '/cache').diskRoot(12)).toBe('/var/lib/imago/d/12/root');
});
