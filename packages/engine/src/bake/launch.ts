import { ImagoError } from '../errors/imago-error.ts';
import { formatDuration, minutes } from '../model/duration.ts';
import type { InstanceFacts } from '../ports/image-cloud.ts';
import type { ShellTarget } from '../ports/shell.ts';
import type { Tags } from '../recipes/builder-settings.ts';
import type { BakePorts, BakeRequest } from './bake-request.ts';
import type { IdentifiedRecipe } from './identify.ts';
import { InstanceSession } from './instance-session.ts';
import { temporaryTags } from './temporaries.ts';
import type { TemporaryResources } from './temporary-resources.ts';
import { withConsole } from './with-console.ts';
import { waitUntil } from './wait-until.ts';

/** Debian's images have this user. */
const defaultUsername = 'admin';

/** An AWS call that makes something is not cut off: its answer says what has to be deleted. */
const uninterrupted: AbortSignal = new AbortController().signal;

/** Makes the temporary key pair and security group, both at once; answers the private key. */
export async function prepare(
  { recipe }: IdentifiedRecipe,
  made: TemporaryResources,
  ports: BakePorts,
): Promise<string> {
  const { builder } = recipe;
  const tags = temporaryTags(made.bakeId, recipe.name, ports.identity.self, ports.clock.now());
  const results = await Promise.allSettled([
    prepareKey(builder.ssh.privateKeyFile, made, tags, ports),
    builder.securityGroupIds === undefined ? prepareGroup(builder, made, tags, ports) : undefined,
  ]);
  const [key, group] = results;
  if (key.status === 'rejected') throw key.reason;
  if (group.status === 'rejected') throw group.reason;
  return key.value;
}

async function prepareKey(
  privateKeyFile: string | undefined,
  made: TemporaryResources,
  tags: Tags,
  { cloud, keys, sources }: BakePorts,
): Promise<string> {
  // without a key pair's name the key is one that the image or user data lets in
  if (privateKeyFile !== undefined) return new TextDecoder().decode(await sources.read(privateKeyFile));
  const pair = await keys.make();
  const name = `imago-${made.bakeId}`;
  made.keyName = name;
  await cloud.importKeyPair({ name, publicKey: pair.publicKey, tags }, uninterrupted);
  return pair.privateKey;
}

async function prepareGroup(
  builder: IdentifiedRecipe['recipe']['builder'],
  made: TemporaryResources,
  tags: Tags,
  { cloud }: BakePorts,
): Promise<void> {
  const { subnetId, ssh } = builder;
  const vpcId =
    builder.vpcId ?? (subnetId === undefined ? undefined : await cloud.vpcOfSubnet(subnetId, uninterrupted));
  if (subnetId !== undefined && vpcId === undefined) {
    throw new ImagoError({
      code: 'subnet-missing',
      source: 'user',
      message: `there is no subnet ${subnetId}`,
      fix: 'check the id and the region',
    });
  }
  const groupId = await cloud.createSecurityGroup(
    {
      name: `imago-${made.bakeId}`,
      description: 'lets Imago reach the instance of a bake',
      ...(vpcId === undefined ? {} : { vpcId }),
      tags,
    },
    uninterrupted,
  );
  made.groupId = groupId;
  await cloud.allowTcp(
    groupId,
    ssh.port,
    builder.temporarySecurityGroupSourceCidrs ?? ['0.0.0.0/0'],
    uninterrupted,
  );
}

/** Starts the temporary instance. */
export async function launch(
  { recipe, source }: IdentifiedRecipe,
  made: TemporaryResources,
  ports: BakePorts,
): Promise<InstanceFacts> {
  const { builder } = recipe;
  const tags = temporaryTags(made.bakeId, recipe.name, ports.identity.self, ports.clock.now());
  const userData = await readUserData(builder.userData, ports);
  const keyName = made.keyName ?? builder.ssh.keyPairName;
  const instance = await ports.cloud.runInstance(
    {
      clientToken: made.bakeId,
      imageId: source.imageId,
      instanceType: builder.instanceType,
      ...(keyName === undefined ? {} : { keyName }),
      securityGroupIds: builder.securityGroupIds ?? (made.groupId === undefined ? [] : [made.groupId]),
      ...(builder.subnetId === undefined ? {} : { subnetId: builder.subnetId }),
      ...(builder.availabilityZone === undefined ? {} : { availabilityZone: builder.availabilityZone }),
      ...(builder.associatePublicIpAddress === undefined
        ? {}
        : { associatePublicIpAddress: builder.associatePublicIpAddress }),
      ...(builder.iamInstanceProfile === undefined ? {} : { iamInstanceProfile: builder.iamInstanceProfile }),
      ...(userData === undefined ? {} : { userData }),
      ...(builder.ebsOptimized === undefined ? {} : { ebsOptimized: builder.ebsOptimized }),
      shutdownBehavior: builder.shutdownBehavior ?? 'stop',
      ...(builder.launchBlockDevices === undefined ? {} : { blockDevices: builder.launchBlockDevices }),
      tags: { ...tags, ...builder.runTags },
      volumeTags: builder.runVolumeTags ?? {},
    },
    uninterrupted,
  );
  made.instanceId = instance.id;
  return instance;
}

async function readUserData(
  userData: IdentifiedRecipe['recipe']['builder']['userData'],
  { sources }: BakePorts,
): Promise<Uint8Array | undefined> {
  if (userData === undefined) return undefined;
  return userData.kind === 'text' ? new TextEncoder().encode(userData.text) : sources.read(userData.path);
}

/** Waits for the instance's address and for ssh to let us in; an instance that ends meanwhile ends the wait. */
export async function connect(
  { recipe }: IdentifiedRecipe,
  started: InstanceFacts,
  privateKey: string,
  request: BakeRequest,
  ports: BakePorts,
  signal: AbortSignal,
): Promise<{ readonly session: InstanceSession; readonly target: ShellTarget }> {
  const { ssh } = recipe.builder;
  const host =
    addressOf(started, recipe) ?? (await waitForAddress(started.id, recipe, request, ports, signal));
  const target: ShellTarget = { host, port: ssh.port, user: ssh.username ?? defaultUsername, privateKey };
  const session = new InstanceSession(ports.shell, target);
  const over = new AbortController();
  const limited = AbortSignal.any([signal, over.signal]);
  const connecting = session.connect(ssh.timeout, limited).catch((error: unknown) => {
    limited.throwIfAborted();
    throw new ImagoError({
      code: 'ssh-unreachable',
      source: 'cloud',
      message: `${started.id} did not let ${target.user} in by ssh at ${host} within ${formatDuration(ssh.timeout)}: ${error instanceof Error ? error.message : String(error)}`,
      fix: 'check ssh_username, the subnet and the security group',
      cause: error,
    });
  });
  try {
    await Promise.race([connecting, watchForEnd(started.id, request, ports, limited)]);
    signal.throwIfAborted();
    return { session, target };
  } catch (error) {
    over.abort();
    // a connection that comes late is closed like any other
    await connecting.then(
      () => session.drop(),
      () => undefined,
    );
    throw await withConsole(error, started.id, ports.cloud);
  } finally {
    over.abort();
  }
}

function addressOf(instance: InstanceFacts, recipe: IdentifiedRecipe['recipe']): string | undefined {
  const { address } = recipe.builder.ssh;
  if (address === 'private') return instance.privateIp;
  if (address === 'public') return instance.publicIp;
  // an instance that is still pending may get a public address yet
  return instance.publicIp ?? (instance.state === 'running' ? instance.privateIp : undefined);
}

async function waitForAddress(
  id: string,
  recipe: IdentifiedRecipe['recipe'],
  request: BakeRequest,
  ports: BakePorts,
  signal: AbortSignal,
): Promise<string> {
  return waitUntil(
    async () => {
      const instance = await ports.cloud.describeInstance(id, signal);
      if (instance === undefined) return undefined;
      throwIfEnded(instance);
      return addressOf(instance, recipe);
    },
    {
      clock: ports.clock,
      interval: request.pollInterval,
      timeout: request.cloudTimeout ?? minutes(60),
      signal,
      onTimeout: () =>
        new ImagoError({
          code: 'instance-not-running',
          source: 'cloud',
          message: `${id} has no address to reach it at`,
        }),
    },
  );
}

/** Never resolves; rejects when the instance is not there any more. */
async function watchForEnd(
  id: string,
  { pollInterval }: BakeRequest,
  { cloud, clock }: BakePorts,
  signal: AbortSignal,
): Promise<never> {
  for (;;) {
    await clock.sleep({ milliseconds: Math.max(1000, pollInterval.milliseconds) }, signal);
    const instance = await cloud.describeInstance(id, signal);
    if (instance !== undefined) throwIfEnded(instance);
  }
}

function throwIfEnded({ id, state, stateReason }: InstanceFacts): void {
  if (state === 'pending' || state === 'running') return;
  throw new ImagoError({
    code: 'instance-ended',
    source: 'cloud',
    message: `the temporary instance ${id} is ${state}${stateReason === undefined ? '' : `: ${stateReason}`}`,
  });
}
