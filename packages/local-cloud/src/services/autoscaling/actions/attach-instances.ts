import { AttachInstancesCommand } from '@aws-sdk/client-auto-scaling';
import type { LocalCloud } from '../../../cloud.ts';
import type { GroupRecord } from '../../../store/records/auto-scaling.ts';
import type { InstanceRecord } from '../../../store/records/ec2.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { activityDetails, startActivity } from '../activities.ts';
import { at } from '../causes.ts';
import { setDesired } from '../change-capacity.ts';
import { memberOf, putMember } from '../members.ts';
import { requireGroup } from '../require-group.ts';
import { requireRoom } from '../sizes.ts';

/** AttachInstances: running instances join the group, and the desired capacity grows by them. */
export const route: Route = on(AttachInstancesCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const instances = (input.InstanceIds ?? []).map((id) => requireAttachable(cloud, group, id));
  if (instances.length === 0) return {};
  requireRoom(group.id, group, instances.length, 'attach');
  setDesired(cloud, group, group.desiredCapacity + instances.length);
  for (const [index, instance] of instances.entries()) {
    const capacity = group.desiredCapacity + index;
    putMember(cloud, group.id, memberOf(group, instance, cloud.now()));
    cloud.tables.instances.update(instance.id, {
      autoScalingGroupName: group.id,
      tags: { ...instance.tags, 'aws:autoscaling:groupName': group.id },
    });
    startActivity(cloud, {
      groupName: group.id,
      instanceId: instance.id,
      description: `Attaching an existing EC2 instance: ${instance.id}`,
      cause: at(
        cloud.now(),
        `an instance was attached in response to a user request, increasing the capacity from ${capacity} to ${capacity + 1}.`,
      ),
      statusCode: 'PreInService',
      details: activityDetails(instance.zone, instance.subnetId),
    });
  }
  return {};
});

function requireAttachable(cloud: LocalCloud, group: GroupRecord, id: string): InstanceRecord {
  const instance = cloud.tables.instances.get(id);
  if (!instance) throw new AwsError('ValidationError', `Invalid Instance ID(s): [${id}] specified`);
  if (instance.state !== 'running') {
    throw new AwsError('ValidationError', `Instance ${id} is not in correct state: ${instance.state}`);
  }
  if (instance.autoScalingGroupName !== undefined) {
    throw new AwsError(
      'ValidationError',
      `Instance ${id} is already part of AutoScalingGroup:${instance.autoScalingGroupName}`,
    );
  }
  if (!group.zones.includes(instance.zone)) {
    throw new AwsError(
      'ValidationError',
      `The availability zone ${instance.zone} of instance ${id} is not one of the AutoScalingGroup: [${group.zones.join(', ')}]`,
    );
  }
  return instance;
}
