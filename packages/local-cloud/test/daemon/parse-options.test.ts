import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../src/daemon/parse-options.ts';
import { keepSettings } from '../../src/daemon/settings.ts';

describe('parseOptions', () => {
  it('has a default for everything', () => {
    expect(parseOptions(['--data-dir', '/d'])).toEqual({
      kind: 'serve',
      options: {
        dataDir: '/d',
        cacheDir: '/var/cache/imago',
        port: 4510,
        region: 'us-east-1',
        network: '10.213.0.0/16',
        machines: 'lxc',
      },
    });
  });

  it('keeps the network and the region that a cloud was made with', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'imago-options-'));
    const made = {
      network: '10.99.0.0/16',
      region: 'eu-central-1',
      cacheDir: '/c',
      machines: 'off',
    } as const;
    keepSettings(dataDir, made);
    expect(parseOptions(['--data-dir', dataDir])).toMatchObject({
      options: { network: '10.99.0.0/16', region: 'eu-central-1' },
    });
    rmSync(dataDir, { recursive: true });
  });

  it('may only be asked to clean the host', () => {
    expect(parseOptions(['--data-dir', '/d', '--clean-host'])).toEqual({ kind: 'clean-host', dataDir: '/d' });
  });

  it.each([
    [['--port', '70000'], 'the port is 70000'],
    [['--port', 'high'], 'the port is high'],
    [['--machines', 'qemu'], '--machines is qemu'],
    [['--region', 'mars'], 'the region is mars'],
  ])('refuses %j', (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });
});
