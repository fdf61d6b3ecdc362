import { expect, test } from 'vitest';
import { planDeploy, rollback } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { rehearsalDigest } from '../../src/rehearsal/rehearsal-digest.ts';
import { desk, ref } from '../rollout/desk.ts';
import type { Desk } from '../rollout/desk.ts';
import { rehearsalRecord } from './record.ts';

const settings = fleetSettings({ probe: 'off', requireRehearsal: true });

/** A desk with such a rehearsal of the image in its records. */
async function rehearsed(
  office: Desk,
  image: string,
  kind: 'create' | 'upgrade',
  from?: string,
): Promise<void> {
  const { from: _, ...record } = rehearsalRecord({ kind, digest: rehearsalDigest({ id: image }, settings) });
  const whole = from === undefined ? record : { ...record, from: { release: 'r1' as const, digest: from } };
  const id = `test-${image.slice(-1).repeat(8)}`;
  await office.state.write(`shop/rehearsals/${id}.json`, JSON.stringify({ ...whole, id }), 'absent');
}

test('a deploy refuses what was not rehearsed, before anything is made, and says what to do', async () => {
  const office = desk();
  await expect(office.roll('ami-1', { settings })).rejects.toMatchObject({
    code: 'not-rehearsed',
    source: 'user',
    fix: 'run `imago rehearse production --create` first',
  });
  expect(office.world.sides.size).toBe(0);
});

test('a deploy takes what was rehearsed as it is', async () => {
  const office = desk();
  await rehearsed(office, 'ami-1', 'create');
  expect(await office.roll('ami-1', { settings })).toMatchObject({ kind: 'deployed' });
});

test('an upgrade wants the rehearsal of just that upgrade; a way back wants none', async () => {
  const office = desk();
  await office.roll('ami-1', { settings: { ...settings, requireRehearsal: false } });
  await rehearsed(office, 'ami-2', 'create');
  await expect(office.roll('ami-2', { settings })).rejects.toMatchObject({
    message: expect.stringContaining('only its creation was rehearsed, and not its upgrade from r1'),
    fix: 'run `imago rehearse production --upgrade` first',
  });
  const { digest = '' } = JSON.parse(
    office.state.documents.get('shop/production/releases/00000001.json') ?? '{}',
  ) as { digest?: string };
  await rehearsed(office, 'ami-3', 'upgrade', digest);
  expect(await office.roll('ami-3', { settings })).toMatchObject({ kind: 'deployed' });
  const { ports, signal } = office.start();
  expect(await office.run(rollback(ref, ports, signal))).toMatchObject({ kind: 'deployed' });
});

test('a plan says what a deploy would refuse, also of an image that is not baked yet', async () => {
  const office = desk();
  const { ports } = office.start();
  const refusal = expect.stringContaining('run `imago rehearse production --create` first');
  expect(await office.run(planDeploy({ ...ref, settings, image: { id: 'ami-1' } }, ports))).toMatchObject({
    refusal,
  });
  expect(await office.run(planDeploy({ ...ref, settings }, ports))).toMatchObject({ refusal });
  await rehearsed(office, 'ami-1', 'create');
  expect(
    await office.run(planDeploy({ ...ref, settings, image: { id: 'ami-1' } }, ports)),
  ).not.toHaveProperty('refusal');
});
