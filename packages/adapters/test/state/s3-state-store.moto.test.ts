import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAwsClients, createS3StateStore } from '@imago/adapters';
import type { AwsClients } from '@imago/adapters';
import type { StateStore } from '@imago/engine';
import { hasMoto, startMoto } from '../aws/moto.ts';
import type { Moto } from '../aws/moto.ts';

describe.skipIf(!hasMoto)(
  `records in S3${hasMoto ? '' : ' (skipped: Python has no moto[server] here)'}`,
  () => {
    let moto: Moto;
    let aws: AwsClients;
    let state: StateStore;

    beforeAll(async () => {
      moto = await startMoto();
      const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
      aws = createAwsClients({ region: 'us-east-1', endpoint: moto.endpoint, credentials });
      state = createS3StateStore(aws, 'imago-state-test');
    }, 60_000);

    afterAll(() => {
      aws?.close();
      moto?.stop();
    });

    test('are empty before the first write, which makes the bucket', async () => {
      expect(await state.read('a/lock.json')).toBeUndefined();
      expect(await state.list('a/')).toEqual([]);
      expect(await state.write('a/lock.json', '{}', 'absent')).toMatchObject({
        version: expect.any(String) as string,
      });
      expect(await state.list('a/')).toEqual(['a/lock.json']);
    });

    test('let one of many writers win', async () => {
      const writers = Array.from({ length: 10 }, (_, index) =>
        state.write('a/race.json', `{"by":${index}}`, 'absent'),
      );
      const results = await Promise.all(writers);
      expect(results.filter((result) => result !== 'conflict')).toHaveLength(1);
    });

    test('refuse a writer who read an older version', async () => {
      const written = await state.write('a/1.json', '1', 'absent');
      if (written === 'conflict') throw new Error('nobody else writes here');
      expect(await state.write('a/1.json', '2', written)).not.toBe('conflict');
      expect(await state.write('a/1.json', '3', written)).toBe('conflict');
      expect((await state.read('a/1.json'))?.text).toBe('2');
    });

    test('take a write that is already there for their own', async () => {
      const written = await state.write('a/2.json', 'same', 'absent');
      expect(await state.write('a/2.json', 'same', 'absent')).toEqual(written);
    });
  },
);
