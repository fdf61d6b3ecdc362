"""The main job with boto3's resources and waiters: from RunInstances to an instance of the image that was made.

Prints one JSON object: what it saw. Runs on Debian 12's python3-boto3 against the endpoint in argv[1];
argv[2] is a folder for the key.
"""

import base64
import json
import os
import subprocess
import sys
import time
import urllib.request

import boto3
from botocore.exceptions import ClientError

ENDPOINT, FOLDER = sys.argv[1:]
WAIT = {"Delay": 1, "MaxAttempts": 120}


def connect(service):
    return boto3.client(service, endpoint_url=ENDPOINT)


def ssh(address, key_file, command):
    options = ["BatchMode=yes", "ConnectTimeout=2", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null"]
    line = ["ssh", "-F", "/dev/null", "-i", key_file]
    for option in options + ["LogLevel=ERROR"]:
        line += ["-o", option]
    for _ in range(120):
        done = subprocess.run(line + [f"admin@{address}", command], capture_output=True, text=True)
        if done.returncode != 255:
            done.check_returncode()
            return done.stdout
        time.sleep(0.5)
    raise TimeoutError(done.stderr)


def bake_and_run():
    ec2 = boto3.resource("ec2", endpoint_url=ENDPOINT)
    client = ec2.meta.client
    key_file = os.path.join(FOLDER, "boto3.pem")
    key = ec2.create_key_pair(KeyName="boto3")
    with open(os.open(key_file, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
        file.write(key.key_material)
    group = ec2.create_security_group(GroupName="boto3", Description="of a scenario")
    group.authorize_ingress(IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="0.0.0.0/0")
    filters = [{"Name": "name", "Values": ["debian-12-amd64-*"]}]
    source = max(ec2.images.filter(Owners=["136693071363"], Filters=filters), key=lambda i: i.creation_date)

    def launch(image, **more):
        [instance] = ec2.create_instances(
            ImageId=image,
            InstanceType="t3.micro",
            MinCount=1,
            MaxCount=1,
            KeyName="boto3",
            SecurityGroupIds=[group.id],
            **more,
        )
        client.get_waiter("instance_running").wait(InstanceIds=[instance.id], WaiterConfig=WAIT)
        client.get_waiter("instance_status_ok").wait(InstanceIds=[instance.id], WaiterConfig=WAIT)
        instance.reload()
        return instance

    first = launch(source.id, UserData="#!/bin/sh\necho boto3 > /srv/user-data.txt\n")
    first.create_tags(Tags=[{"Key": "Name", "Value": "first"}])
    ssh(first.private_ip_address, key_file, "until test -f /srv/user-data.txt; do sleep 0.1; done")
    first.stop()
    client.get_waiter("instance_stopped").wait(InstanceIds=[first.id], WaiterConfig=WAIT)
    image = first.create_image(Name="boto3 image")
    client.get_waiter("image_available").wait(ImageIds=[image.id], WaiterConfig=WAIT)
    second = launch(image.id)
    seen = ssh(second.private_ip_address, key_file, "cat /srv/user-data.txt")

    client.terminate_instances(InstanceIds=[first.id, second.id])
    client.get_waiter("instance_terminated").wait(InstanceIds=[first.id, second.id], WaiterConfig=WAIT)
    image.reload()
    snapshots = [mapping["Ebs"]["SnapshotId"] for mapping in image.block_device_mappings]
    image.deregister()
    for snapshot in snapshots:
        ec2.Snapshot(snapshot).delete()
    group.delete()
    key.delete()
    return {"seen": seen, "images left": len(list(ec2.images.filter(Owners=["self"])))}


def store():
    s3 = connect("s3")
    s3.create_bucket(Bucket="boto3-bucket")
    for name in ["b/2", "a", "b/1", "\u00e4 +&"]:
        s3.put_object(Bucket="boto3-bucket", Key=name, Body=name.encode(), Metadata={"kind": "test"})
    page = s3.list_objects_v2(Bucket="boto3-bucket", Delimiter="/")
    body = s3.get_object(Bucket="boto3-bucket", Key="\u00e4 +&", Range="bytes=0-1")["Body"].read().decode()
    try:
        s3.head_object(Bucket="boto3-bucket", Key="nope")
        missing = None
    except ClientError as error:
        missing = error.response["Error"]["Code"]
    keys = [item["Key"] for item in s3.list_objects(Bucket="boto3-bucket")["Contents"]]
    s3.delete_objects(Bucket="boto3-bucket", Delete={"Objects": [{"Key": key} for key in keys]})
    s3.delete_bucket(Bucket="boto3-bucket")
    return {
        "keys": [item["Key"] for item in page["Contents"]],
        "prefixes": [item["Prefix"] for item in page["CommonPrefixes"]],
        "body": body,
        "missing": missing,
    }


def balance():
    """A load balancer in front of a group of two, described and taken down again."""
    ec2, elb, groups = connect("ec2"), connect("elbv2"), connect("autoscaling")
    subnets = [subnet["SubnetId"] for subnet in ec2.describe_subnets()["Subnets"]]
    [vpc] = ec2.describe_vpcs()["Vpcs"]
    images = ec2.describe_images(Owners=["136693071363"], Filters=[{"Name": "name", "Values": ["debian-12-*"]}])
    security_group = ec2.create_security_group(GroupName="web", Description="-")["GroupId"]
    ec2.authorize_security_group_ingress(
        GroupId=security_group, IpProtocol="tcp", FromPort=80, ToPort=80, CidrIp="0.0.0.0/0"
    )
    script = "#!/bin/sh\nhostname > /srv/index.html\nsystemd-run python3 -m http.server 80 --directory /srv\n"
    template = {
        "ImageId": images["Images"][0]["ImageId"],
        "InstanceType": "t3.micro",
        "SecurityGroupIds": [security_group],
        "UserData": base64.b64encode(script.encode()).decode(),
    }
    ec2.create_launch_template(LaunchTemplateName="web", LaunchTemplateData=template)
    target_group = elb.create_target_group(
        Name="web",
        Protocol="HTTP",
        Port=80,
        VpcId=vpc["VpcId"],
        HealthCheckIntervalSeconds=5,
        HealthCheckTimeoutSeconds=2,
        HealthyThresholdCount=2,
    )["TargetGroups"][0]["TargetGroupArn"]
    elb.modify_target_group_attributes(
        TargetGroupArn=target_group,
        Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "0"}],
    )
    balancer = elb.create_load_balancer(Name="web", Subnets=subnets[:2], SecurityGroups=[security_group])
    [balancer] = balancer["LoadBalancers"]
    arn = balancer["LoadBalancerArn"]
    forward = [{"Type": "forward", "TargetGroupArn": target_group}]
    elb.create_listener(LoadBalancerArn=arn, Protocol="HTTP", Port=80, DefaultActions=forward)
    groups.create_auto_scaling_group(
        AutoScalingGroupName="web",
        LaunchTemplate={"LaunchTemplateName": "web", "Version": "$Latest"},
        MinSize=0,
        MaxSize=2,
        DesiredCapacity=2,
        VPCZoneIdentifier=",".join(subnets[:2]),
        TargetGroupARNs=[target_group],
    )
    elb.get_waiter("load_balancer_available").wait(LoadBalancerArns=[arn], WaiterConfig=WAIT)
    until(lambda: len(healthy(elb, target_group)) == 2, "two healthy targets")
    [group] = groups.describe_auto_scaling_groups(AutoScalingGroupNames=["web"])["AutoScalingGroups"]
    address = elb.describe_load_balancers(LoadBalancerArns=[arn])["LoadBalancers"][0]["DNSName"]
    hosts = {urllib.request.urlopen(f"http://{address}/", timeout=5).read().decode().strip() for _ in range(20)}

    groups.delete_auto_scaling_group(AutoScalingGroupName="web", ForceDelete=True)
    until(lambda: not groups.describe_auto_scaling_groups()["AutoScalingGroups"], "the group's end")
    elb.delete_load_balancer(LoadBalancerArn=arn)
    elb.delete_target_group(TargetGroupArn=target_group)
    ec2.delete_launch_template(LaunchTemplateName="web")
    ids = [member["InstanceId"] for member in group["Instances"]]
    ec2.get_waiter("instance_terminated").wait(InstanceIds=ids, WaiterConfig=WAIT)
    ec2.delete_security_group(GroupId=security_group)
    return {
        "in service": [member["LifecycleState"] for member in group["Instances"]],
        "hosts": len(hosts),
        "load balancers left": len(elb.describe_load_balancers()["LoadBalancers"]),
        "target groups left": len(elb.describe_target_groups()["TargetGroups"]),
        "account": connect("sts").get_caller_identity()["Account"],
    }


def healthy(elb, target_group):
    targets = elb.describe_target_health(TargetGroupArn=target_group)["TargetHealthDescriptions"]
    return [target for target in targets if target["TargetHealth"]["State"] == "healthy"]


def until(holds, what):
    for _ in range(240):
        if holds():
            return
        time.sleep(0.5)
    raise TimeoutError(f"{what} has not come about")


print(json.dumps({"ec2": bake_and_run(), "s3": store(), "balanced": balance()}))
