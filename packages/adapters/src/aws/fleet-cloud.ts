import { DescribeScalingActivitiesCommand } from '@aws-sdk/client-auto-scaling';
import { GetConsoleOutputCommand } from '@aws-sdk/client-ec2';
import type { FleetCloud } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { ensureEnvironment, removeEnvironment } from './fleet-cloud-environment.ts';
import { cancelRetirement, scheduleRetirement, setCapacity, setSuspended } from './fleet-cloud-group.ts';
import { fleetNames } from './fleet-cloud-names.ts';
import { observeFleet } from './fleet-cloud-observe.ts';
import { cancelRefresh, startRefresh } from './fleet-cloud-refresh.ts';
import { ensureSide, removeSide } from './fleet-cloud-side.ts';
import { ensureTemplate, setTemplate } from './fleet-cloud-template.ts';
import { terminate } from './fleet-cloud-terminate.ts';
import { setTestTraffic } from './fleet-cloud-test-traffic.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';
import { setWeights } from './fleet-cloud-weights.ts';

/** Fleets on EC2, Auto Scaling and Elastic Load Balancing. */
export function createFleetCloud(aws: AwsClients): FleetCloud {
  return {
    observe: (ref, previous) => observeFleet(aws, ref, previous),
    ensureEnvironment: (ref, settings) => ensureEnvironment(aws, ref, settings),
    ensureSide: (ref, order) => ensureSide(aws, ref, order),
    setWeights: (ref, weights) => setWeights(aws, ref, weights),
    setCapacity: (ref, release, capacity) => setCapacity(aws, ref, release, capacity),
    scheduleRetirement: (ref, release, at) => scheduleRetirement(aws, ref, release, at),
    cancelRetirement: (ref, release) => cancelRetirement(aws, ref, release),
    setSuspended: (ref, release, processes) => setSuspended(aws, ref, release, processes),
    async ensureTemplate(ref, template) {
      await ensureTemplate(aws, ref, template);
    },
    setTemplate: (ref, side, template) => setTemplate(aws, ref, side, template),
    terminate: (ref, side, instances, shrink) => terminate(aws, ref, side, instances, shrink),
    setTestTraffic: (ref, sides) => setTestTraffic(aws, ref, sides),
    startRefresh: (ref, side, template, preferences) => startRefresh(aws, ref, side, template, preferences),
    cancelRefresh: (ref, side) => cancelRefresh(aws, ref, side),
    removeSide: (ref, release) => removeSide(aws, ref, release),
    removeEnvironment: (ref) => removeEnvironment(aws, ref),
    async consoleOutput(InstanceId) {
      // `Latest` is for Nitro instances only; others have what they wrote some minutes ago.
      const latest = aws.ec2.send(new GetConsoleOutputCommand({ InstanceId, Latest: true }));
      const answer = await tolerate(['invalid'], latest);
      const { Output } = answer ?? (await aws.ec2.send(new GetConsoleOutputCommand({ InstanceId })));
      return Buffer.from(Output ?? '', 'base64').toString('utf8');
    },
    async launchFailures(ref, release) {
      const query = { AutoScalingGroupName: fleetNames(ref).side(release), MaxRecords: 50 };
      const { Activities } = await aws.autoScaling.send(new DescribeScalingActivitiesCommand(query));
      const failed = (Activities ?? []).filter(({ StatusCode }) => StatusCode === 'Failed');
      const messages = failed.map(
        ({ StatusMessage, Description }) => StatusMessage ?? Description ?? 'no reason given',
      );
      return [...new Set(messages)].slice(0, 3);
    },
  };
}
