import { createAwsClients, createFleetCloud } from '@imago/adapters';
import type { AwsClients } from '@imago/adapters';
import type { FleetCloud, FleetSettings, ReleaseId, SideOrder, TemplateOrder } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { createBalancersController } from '../../../local-cloud/src/controllers/balancers-controller.ts';
import { createGroupsController } from '../../../local-cloud/src/controllers/groups-controller.ts';
import { createInstanceRefreshController } from '../../../local-cloud/src/controllers/instance-refresh-controller.ts';
import { createTargetHealthController } from '../../../local-cloud/src/controllers/target-health-controller.ts';
import { startTestCloud, TEST_ACCESS_KEY } from '../../../local-cloud/test/harness.ts';
import type { TestCloud } from '../../../local-cloud/test/harness.ts';

export const ref = { project: 'shop', environment: 'production' };

/** A local cloud without machines, and the fleet port on it; each call of an action is counted. */
export interface LocalFleet {
  readonly local: TestCloud;
  readonly aws: AwsClients;
  readonly cloud: FleetCloud;
  readonly settings: FleetSettings;
  /** Actions called since the last time this was asked, sorted. */
  calls(): readonly string[];
  template(release: ReleaseId): TemplateOrder;
  side(release: ReleaseId, change?: Partial<SideOrder>): SideOrder;
  /** Ticks, with time going by, until groups and health have settled. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Starts it, with an environment and a live side r1 of two instances. */
export async function startLocalFleet(): Promise<LocalFleet> {
  const local = await startTestCloud({
    services: ['autoscaling', 'ec2', 'elbv2', 'cloudwatch'],
    controllers: [
      createGroupsController,
      createInstanceRefreshController,
      createBalancersController,
      (cloud) =>
        createTargetHealthController(cloud, () => Promise.resolve({ kind: 'answered', status: 200 })),
    ],
  });
  const { accessKeyId, secretAccessKey } = TEST_ACCESS_KEY;
  const aws = createAwsClients({
    region: 'us-east-1',
    endpoint: local.endpoint,
    credentials: { accessKeyId, secretAccessKey },
  });
  let called: string[] = [];
  const count =
    <Args, Result>(
      next: (args: Args) => Promise<Result>,
      { commandName = '' }: { readonly commandName?: string },
    ) =>
    (args: Args): Promise<Result> => {
      called.push(commandName.replace(/Command$/, ''));
      return next(args);
    };
  const first = { step: 'initialize', name: 'count' } as const;
  aws.ec2.middlewareStack.add(count, first);
  aws.autoScaling.middlewareStack.add(count, first);
  aws.elbv2.middlewareStack.add(count, first);
  const [image] = local.cloud.tables.images.values();
  const settings = fleetSettings();
  const template = (release: ReleaseId): TemplateOrder => ({
    release,
    image: { id: image?.id ?? '' },
    settings,
  });
  const fleet: LocalFleet = {
    local,
    aws,
    settings,
    template,
    cloud: createFleetCloud(aws, { now: () => local.cloud.now(), host: '10.213.0.1/32' }),
    calls: () => called.splice(0).sort(),
    side: (release, change = {}) => ({
      ...template(release),
      capacity: { min: 2, desired: 2, max: 6 },
      suspendedProcesses: [],
      weight: release === 'r1' ? 100 : 0,
      ...change,
    }),
    async settle() {
      for (let round = 0; round < 12; round += 1) {
        await local.tick();
        local.advance(5);
      }
    },
    async close() {
      aws.close();
      await local.close();
    },
  };
  await fleet.cloud.ensureEnvironment(ref, settings);
  await fleet.cloud.ensureSide(ref, fleet.side('r1'));
  await fleet.settle();
  called = [];
  return fleet;
}
