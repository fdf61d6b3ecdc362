import { describe, expect, test } from 'vitest';
import { planDeploy } from '@imago/engine';
import type { FleetSettings, PlanStep } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { desk, ref } from './desk.ts';

const canary: FleetSettings['strategy'] = {
  ...fleetSettings().strategy,
  kind: 'canary',
  keepPrevious: { milliseconds: 0 },
  matchTrafficWeight: false,
  steps: [{ kind: 'set-weight', weight: 10 }, { kind: 'pause' }],
};

describe('a plan', () => {
  const planned = async (changes: Partial<FleetSettings>): Promise<readonly PlanStep[]> => {
    const { run, start } = desk();
    const settings = fleetSettings(changes);
    const plan = await run(planDeploy({ ...ref, settings, image: { id: 'ami-1' } }, start().ports));
    return plan.steps;
  };

  test('tells which ports are opened to whom', async () => {
    expect(await planned({})).toContainEqual({
      verb: 'make',
      what: 'security groups',
      detail: 'port 80 from anywhere; 8080 from the balancer',
    });
    expect(
      await planned({ sshFrom: ['10.0.0.0/8', '192.168.1.0/24'], probeFrom: ['10.1.0.0/16'] }),
    ).toContainEqual({
      verb: 'make',
      what: 'security groups',
      detail:
        'port 80 from anywhere; 8080 from the balancer; 22 from 10.0.0.0/8, 192.168.1.0/24; 8080 from 10.1.0.0/16',
    });
  });

  test('of a canary has the weight of 100 that follows its steps', async () => {
    const { run, roll, start } = desk();
    await roll('ami-1');
    const settings = fleetSettings({ strategy: canary });
    const { steps } = await run(planDeploy({ ...ref, settings, image: { id: 'ami-2' } }, start().ports));
    expect(steps.filter(({ what }) => what.startsWith('step')).map(({ detail }) => detail)).toEqual([
      '10 % of the requests',
      'pause until promoted',
      '100 % of the requests',
    ]);
  });
});
