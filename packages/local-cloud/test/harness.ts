import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DLMClient } from '@aws-sdk/client-dlm';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient } from '@aws-sdk/client-iam';
import { Route53Client } from '@aws-sdk/client-route-53';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import type { LocalCloud } from '../src/cloud.ts';
import { createFirewallController } from '../src/controllers/firewall-controller.ts';
import { createInstancesController } from '../src/controllers/instances-controller.ts';
import { createNamesController } from '../src/controllers/names-controller.ts';
import { createVolumesController } from '../src/controllers/volumes-controller.ts';
import { createFaultInjector, type FaultInjector } from '../src/faults/injector.ts';
import { createOffMachines, type OffMachines } from '../src/machines/off/off-machines.ts';
import { createMetricStore } from '../src/services/cloudwatch/metric-store.ts';
import { seed } from '../src/services/ec2/seed.ts';
import { openStore } from '../src/store/store.ts';
import { createGateway } from '../src/wire/gateway.ts';
import type { Route } from '../src/wire/route.ts';

/** What moves the cloud on. `idle` waits for what a tick began in the background. */
interface TestController {
  tick(): Promise<void>;
  idle?(): Promise<void>;
}

export interface TestCloudOptions {
  /** Controllers to tick besides those of EC2. */
  readonly controllers?: readonly ((cloud: LocalCloud) => TestController)[];
  /** Folders of `services/` whose actions are served; all unless told. */
  readonly services?: readonly string[];
  /** Where the clock starts; `2026-11-21T10:00:00Z` unless told. */
  readonly now?: Date;
}

/** A whole local cloud with its machines switched off, and clients that talk to it over HTTP. */
export interface TestCloud {
  readonly cloud: LocalCloud;
  readonly machines: OffMachines;
  /** Lets calls go wrong; delays are noted and not waited for. */
  readonly faults: FaultInjector;
  readonly delays: readonly number[];
  readonly endpoint: string;
  readonly ec2: EC2Client;
  readonly autoScaling: AutoScalingClient;
  readonly cloudWatch: CloudWatchClient;
  readonly elbv2: ElasticLoadBalancingV2Client;
  readonly s3: S3Client;
  readonly sts: STSClient;
  readonly iam: IAMClient;
  readonly route53: Route53Client;
  readonly dlm: DLMClient;
  /** Moves the clock. */
  advance(seconds: number): void;
  /** Ticks all controllers until none of them has anything more to do. */
  tick(): Promise<void>;
  close(): Promise<void>;
}

export const TEST_ACCESS_KEY = { accessKeyId: 'AKIAIMAGOTESTACCOUNT', secretAccessKey: 'a-secret-for-tests' };

const MAX_ROUNDS = 50;

/** Starts a cloud of its own for a test; `close` it afterwards. */
export async function startTestCloud(options: TestCloudOptions = {}): Promise<TestCloud> {
  const machines = createOffMachines();
  const store = openStore({});
  const dataDir = mkdtempSync(join(tmpdir(), 'imago-test-cloud-'));
  let now = options.now ?? new Date('2026-11-21T10:00:00Z');
  let poked = false;
  const cloud: LocalCloud = {
    tables: store.tables,
    machines,
    metrics: createMetricStore(),
    region: 'us-east-1',
    accountId: '000000000000',
    dataDir,
    network: '10.213.0.0/16',
    now: () => now,
    poke: () => {
      poked = true;
    },
    log: () => {},
  };
  seed(cloud);
  cloud.tables.accessKeys.put({
    id: TEST_ACCESS_KEY.accessKeyId,
    secret: TEST_ACCESS_KEY.secretAccessKey,
    principalArn: `arn:aws:iam::${cloud.accountId}:root`,
    userId: cloud.accountId,
  });

  const controllers: readonly TestController[] = [
    createInstancesController(cloud),
    createVolumesController(cloud),
    createFirewallController(cloud),
    createNamesController(cloud),
    ...(options.controllers ?? []).map((create) => create(cloud)),
  ];
  const delays: number[] = [];
  const faults = createFaultInjector(cloud, (milliseconds) => Promise.resolve(delays.push(milliseconds)));
  const gateway = createGateway({
    cloud,
    faults,
    routes: await findRoutes(options.services),
    secretOf: (accessKeyId) => cloud.tables.accessKeys.get(accessKeyId),
  });
  const server = createServer((request, response) => gateway.listener(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = { endpoint, region: cloud.region, credentials: TEST_ACCESS_KEY, maxAttempts: 1 };
  const clients = {
    ec2: new EC2Client(config),
    autoScaling: new AutoScalingClient(config),
    cloudWatch: new CloudWatchClient(config),
    elbv2: new ElasticLoadBalancingV2Client(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    sts: new STSClient(config),
    iam: new IAMClient(config),
    route53: new Route53Client(config),
    dlm: new DLMClient(config),
  };

  return {
    cloud,
    machines,
    faults,
    delays,
    endpoint,
    ...clients,
    advance: (seconds) => {
      now = new Date(now.getTime() + seconds * 1000);
    },
    tick: async () => {
      for (let round = 0; round < MAX_ROUNDS; round++) {
        poked = false;
        for (const controller of controllers) await controller.tick();
        for (const controller of controllers) await controller.idle?.();
        if (!poked) return;
      }
      throw new Error(`the controllers still poked after ${MAX_ROUNDS} rounds`);
    },
    close: async () => {
      for (const client of Object.values(clients)) client.destroy();
      server.closeAllConnections();
      server.close();
      store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Reads the action files themselves, so that no generated index has to be fresh. */
async function findRoutes(served: readonly string[] | undefined): Promise<readonly Route[]> {
  const services = fileURLToPath(new URL('../src/services', import.meta.url));
  const files = readdirSync(services, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^[^/]+\/actions\/[^/]+\.ts$/.test(path))
    .filter((path) => served?.includes(path.split('/')[0] ?? '') ?? true)
    .sort();
  return Promise.all(
    files.map(async (file) => {
      const module: { readonly route: Route } = await import(pathToFileURL(join(services, file)).href);
      return module.route;
    }),
  );
}
