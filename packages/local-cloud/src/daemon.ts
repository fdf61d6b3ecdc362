import { existsSync, renameSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalCloud } from './cloud.ts';
import { type ConnectionInfo, connectionFile, stoppingFile } from './connection-info.ts';
import { balancerIds } from './controllers/balancers-controller.ts';
import { type Loop, startLoop } from './controllers/loop.ts';
import { machineIds } from './controllers/instances-controller.ts';
import { prepareBaseImage } from './daemon/base-image.ts';
import { checkHost } from './daemon/check-host.ts';
import { checkVpcs } from './daemon/check-vpcs.ts';
import { createControllers } from './daemon/controllers.ts';
import { LOCAL_ACCESS_KEY, seedAccessKeys } from './daemon/credentials.ts';
import { createDoorway, endpointOf, listen, portOf, stopListening } from './daemon/listen.ts';
import { lockDataDir } from './daemon/lock-data-dir.ts';
import { createMachines } from './daemon/open-machines.ts';
import { makeDataDir } from './daemon/make-data-dir.ts';
import { openLog } from './daemon/open-log.ts';
import type { DaemonOptions } from './daemon/parse-options.ts';
import { keepSettings, recordsFile, writeAtomically } from './daemon/settings.ts';
import { describeStatus } from './daemon/status.ts';
import { createFailingMachines } from './faults/failing-machines.ts';
import { createFailingVolumes } from './faults/failing-volumes.ts';
import { FAULTS_PATH, faultsListener } from './faults/faults-endpoint.ts';
import { createFaultInjector } from './faults/injector.ts';
import { servedActions } from './faults/served-actions.ts';
import { cloudNames } from './machines/lxc/cloud-names.ts';
import { createMetadataHandler } from './metadata/metadata-handler.ts';
import { createMetricStore } from './services/cloudwatch/metric-store.ts';
import { seedSnapshotRole } from './services/dlm/default-role.ts';
import { seed } from './services/ec2/seed.ts';
import { sweepObjects } from './services/s3/sweep-objects.ts';
import { routes } from './services/routes.generated.ts';
import { openStore } from './store/store.ts';
import { version } from './version.ts';
import { createGateway } from './wire/gateway.ts';

/** A local cloud that serves. */
export interface Daemon {
  readonly info: ConnectionInfo;
  readonly log: LocalCloud['log'];
  /** Stops all machines and load balancers and takes everything off the host; the data stay. */
  close(): Promise<void>;
}

const BASE_IMAGE = 'debian-12';

/** How long work that runs on machines may go on at the end, before they are stopped anyway. */
const IDLE_MILLISECONDS = 10_000;

/**
 * Starts the local cloud of a data directory: takes over the machines that a dead daemon left running, serves the
 * AWS endpoint on loopback and to its machines, and says so in `cloud.json`.
 *
 * @throws {StartError} when the options or the host do not allow it; nothing has been touched then.
 */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { dataDir, network, region } = options;
  if (options.machines === 'lxc') await checkHost(network);
  makeDataDir(dataDir);
  const unlock = await lockDataDir(dataDir);
  const undo: (() => void | Promise<void>)[] = [unlock];
  try {
    keepSettings(dataDir, options);
    const logFile = openLog(dataDir);
    const { logger } = logFile;
    undo.push(() => logFile.close());
    const log: LocalCloud['log'] = (event, facts = {}) => logger.info(facts, event);

    // The port is taken first: whether it is free is known before anything on the host is touched.
    const doorway = createDoorway();
    const server = await listen(options.port, doorway.listener);
    undo.push(() => stopListening(server));

    const hostAddress = options.machines === 'lxc' ? cloudNames(network).hostAddress : undefined;
    const store = openStore({ file: recordsFile(dataDir) });
    undo.push(() => store.close());
    const hosted = createMachines(dataDir, options, log);
    let loop: Loop | undefined;
    const cloud: LocalCloud = {
      tables: store.tables,
      machines: createFailingMachines(
        {
          ...hosted.machines,
          volumes: createFailingVolumes(hosted.machines.volumes, () => faults.detach(), log),
        },
        () => faults.launch(),
        log,
      ),
      metrics: createMetricStore(),
      region,
      accountId: '000000000000',
      dataDir,
      network,
      ...(hostAddress === undefined
        ? {}
        : { endpointForMachines: `http://${hostAddress}:${portOf(server)}` }),
      now: () => new Date(),
      poke: () => loop?.poke(),
      log,
    };
    checkVpcs(cloud);
    const faults = createFaultInjector(cloud);
    seed(cloud);
    seedSnapshotRole(cloud);
    seedAccessKeys(cloud);
    sweepObjects(cloud);

    const running = await hosted.open(machineIds(cloud), balancerIds(cloud));
    const inside =
      hostAddress === undefined ? [] : [await listen(portOf(server), doorway.listener, hostAddress)];
    undo.push(async () => void (await Promise.all(inside.map(stopListening))));
    await cloud.machines.serveMetadata(createMetadataHandler(cloud));
    const controllers = createControllers(cloud, options.machines, running);
    loop = startLoop(controllers.byName, log);
    const baseImage = prepareBaseImage(cloud, BASE_IMAGE);

    const gateway = createGateway({
      cloud,
      routes,
      faults,
      secretOf: (accessKeyId) => cloud.tables.accessKeys.get(accessKeyId),
      log: (event, facts) =>
        logger[facts['fault'] === undefined && event === 'request' ? 'debug' : 'info'](facts, event),
    });
    const startedAt = cloud.now();
    const serveFaults = faultsListener(faults, servedActions(routes));
    doorway.open((request, response) => {
      if (request.url?.split('?')[0] === FAULTS_PATH) return serveFaults(request, response);
      if (request.url !== '/_imago/status') return gateway.listener(request, response);
      const facts = { version, startedAt, baseImage: baseImage(), faults: faults.list() };
      const status = describeStatus(cloud, facts);
      response.setHeader('content-type', 'application/json').end(JSON.stringify(status));
    });

    const info: ConnectionInfo = {
      endpoint: endpointOf(server),
      region,
      ...LOCAL_ACCESS_KEY,
      pid: process.pid,
      startedAt: startedAt.toISOString(),
      network,
      dataDir,
      version,
    };
    writeAtomically(connectionFile(dataDir), info);
    rmSync(stoppingFile(dataDir), { force: true });
    log('serving', { ...options, endpoint: info.endpoint, pid: info.pid, takenOver: running.size });
    return {
      info,
      log,
      close: async () => {
        log('stopping');
        if (existsSync(connectionFile(dataDir))) renameSync(connectionFile(dataDir), stoppingFile(dataDir));
        await Promise.all([server, ...inside].map(stopListening));
        await loop.stop();
        await Promise.race([controllers.idle(), sleep(IDLE_MILLISECONDS, undefined, { ref: false })]);
        await hosted.close();
        store.close();
        log('stopped');
        logFile.close();
        rmSync(stoppingFile(dataDir), { force: true });
        await unlock();
      },
    };
  } catch (error) {
    for (const step of undo.toReversed()) await step();
    throw error;
  }
}
