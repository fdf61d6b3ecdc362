import { expect, test } from 'vitest';
import { missingPackages, requiredPackages } from '../../src/machines/required-packages.ts';

test('what is missing is among what is required', async () => {
  const missing = await missingPackages();
  expect(requiredPackages).toEqual(expect.arrayContaining([...missing]));
});

test('what every Debian has is not missing', async () => {
  expect(await missingPackages()).not.toContain('coreutils');
});
