import { minutes, seconds } from '@imago/engine';
import { describe, expect, it } from 'vitest';
import { builder, read } from './read.ts';

describe('the amazon-ebs builder', () => {
  it('has Packer’s defaults', () => {
    expect(read({ builders: [builder] })).toEqual({
      name: 'amazon-ebs',
      source: { kind: 'image', id: 'ami-1' },
      builder: {
        region: 'us-east-1',
        instanceType: 't3.small',
        imageName: 'app 1795251907',
        ssh: { username: 'admin', port: 22, pty: false, timeout: minutes(5) },
      },
      provisioners: [],
    });
  });

  it('takes an empty text for none', () => {
    const empty = {
      subnet_id: '',
      vpc_id: '',
      iam_instance_profile: '',
      user_data: '',
      security_group_ids: '',
    };
    expect(read({ builders: [{ ...builder, ...empty }] })).toEqual(read({ builders: [builder] }));
  });

  it('takes texts for flags and numbers, and a comma list for a list', () => {
    const { builder: settings } = read({
      builders: [
        {
          ...builder,
          associate_public_ip_address: 'true',
          ebs_optimized: '0',
          ssh_pty: 'true',
          ssh_port: '2222',
          ssh_timeout: '1m30s',
          security_group_id: 'sg-1',
          security_group_ids: 'sg-2,sg-3',
          ami_users: ['111122223333'],
        },
      ],
    });
    expect(settings).toMatchObject({
      associatePublicIpAddress: true,
      ebsOptimized: false,
      ssh: { pty: true, port: 2222, timeout: seconds(90) },
      securityGroupIds: ['sg-1', 'sg-2', 'sg-3'],
      imageUsers: ['111122223333'],
    });
  });

  it('finds its source by filter', () => {
    const filter = {
      filters: { name: 'debian-12-*', 'root-device-type': 'ebs' },
      owners: '136693071363',
      most_recent: 'true',
    };
    expect(
      read({ builders: [{ ...builder, source_ami: undefined, source_ami_filter: filter }] }).source,
    ).toEqual({
      kind: 'filter',
      filters: { name: ['debian-12-*'], 'root-device-type': ['ebs'] },
      owners: ['136693071363'],
      mostRecent: true,
    });
  });

  it('leaves what is known only at the bake open in tags', () => {
    const tags = { Base: '{{ .SourceAMIName }}', Number: 7, Name: '{{user `v`}}' };
    expect(read({ variables: { v: '2' }, builders: [{ ...builder, tags }] }).builder.tags).toEqual({
      Base: '{{.SourceAMIName}}',
      Number: '7',
      Name: '2',
    });
  });

  it('maps block devices and user data', () => {
    const { builder: settings } = read({
      builders: [
        {
          ...builder,
          user_data_file: 'init.sh',
          launch_block_device_mappings: [
            { device_name: '/dev/xvda', volume_size: 20, volume_type: 'gp3', delete_on_termination: true },
          ],
        },
      ],
    });
    expect(settings.userData).toEqual({ kind: 'file', path: 'init.sh' });
    expect(settings.launchBlockDevices).toEqual([
      { deviceName: '/dev/xvda', volumeSizeGiB: 20, volumeType: 'gp3', deleteOnTermination: true },
    ]);
  });

  it('keeps secret keys secret', () => {
    const recipe = read({ builders: [{ ...builder, access_key: 'AK', secret_key: 'sesame', token: 'tok' }] });
    expect(recipe.secrets).toEqual(['sesame', 'tok']);
    expect(JSON.stringify(recipe.builder)).not.toContain('sesame');
  });
});
