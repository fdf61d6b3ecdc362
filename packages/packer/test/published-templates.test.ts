import { describe, expect, it } from 'vitest';
import { problemsOf, read } from './read.ts';

// The shapes of four published pipelines' templates; see the research on pipelines.
describe('templates as they are published', () => {
  it('with null, empty and env variables, a pty, and a public address as a text', () => {
    const recipe = read(
      {
        variables: {
          aws_access_key: '',
          aws_secret_key: '{{env `AWS_SECRET`}}',
          subnet: null,
          appversion: '',
          build_host: '{{env `BUILD_HOST`}}',
          aws_enhanced_networking: null,
        },
        builders: [
          {
            type: 'amazon-ebs',
            access_key: '{{user `aws_access_key`}}',
            secret_key: '{{user `aws_secret_key`}}',
            region: 'us-east-1',
            subnet_id: '{{user `subnet`}}',
            vpc_id: '',
            ssh_username: 'admin',
            ssh_pty: true,
            instance_type: 't2.micro',
            source_ami: 'ami-22de994a',
            ami_name: 'myapp-{{isotime | clean_ami_name}}',
            associate_public_ip_address: 'true',
            tags: {
              appversion: '{{user `appversion`}}',
              build_host: '{{user `build_host`}}',
              url: '{{user `build_info_url`}}',
            },
            run_tags: { Packages: 'x' },
          },
        ],
        provisioners: [{ type: 'shell', script: 'script.sh' }],
      },
      { vars: { subnet: 'subnet-1', aws_enhanced_networking: 'x' } },
    );
    expect(recipe.builder).toMatchObject({
      subnetId: 'subnet-1',
      associatePublicIpAddress: true,
      imageName: 'myapp-2026-11-21T09-05-07Z',
      tags: { appversion: '', build_host: 'ci-7', url: '' },
    });
  });

  it('with scripts as root around a folder, one shell after the other', () => {
    const execute_command = "{{ .Vars }} sudo -E sh '{{ .Path }}'";
    const recipe = read({
      variables: { id: '{{env `AWS_ACCESS_KEY_ID`}}' },
      builders: [
        {
          type: 'amazon-ebs',
          access_key: '{{user `id`}}',
          region: 'us-east-1',
          source_ami: 'ami-1',
          instance_type: 't2.micro',
          ssh_username: 'fedora',
          ami_name: 'consul ami {{timestamp}}',
          tags: { test: '' },
        },
      ],
      provisioners: [
        { type: 'shell', scripts: ['scripts/1.sh', 'scripts/2.sh'], execute_command },
        { type: 'file', source: 'files/', destination: '/tmp/packer/files/' },
        { type: 'shell', scripts: ['scripts/3.sh', 'scripts/4.sh'], execute_command },
      ],
    });
    expect(recipe.provisioners.map(({ kind }) => kind)).toEqual(['shell', 'file', 'shell']);
    expect(recipe.builder.tags).toEqual({ test: '' });
  });

  it('whose source is the image baked before, given with --var', () => {
    const template = {
      variables: { SOURCE_ID: null, VPC_ID: null, NODE_ENV: null },
      builders: [
        {
          type: 'amazon-ebs',
          vpc_id: '{{user `VPC_ID`}}',
          associate_public_ip_address: true,
          region: 'us-east-1',
          instance_type: 't2.small',
          ssh_username: 'ubuntu',
          source_ami: '{{user `SOURCE_ID`}}',
          ami_name: 'app-carnivore-{{user `NODE_ENV`}} {{timestamp}}',
        },
      ],
      provisioners: [
        { type: 'file', source: 'tmp/appserver', destination: '/tmp/appserver' },
        {
          type: 'shell',
          environment_vars: ['NODE_ENV={{user `NODE_ENV`}}', 'SHA={{user `GIT_SHA`}}'],
          script: 'carnivore.sh',
        },
      ],
    };
    const vars = { SOURCE_ID: 'ami-0a', VPC_ID: 'vpc-1', NODE_ENV: 'staging', GIT_SHA: 'abc' };
    expect(read(template, { vars }).source).toEqual({ kind: 'image', id: 'ami-0a' });
    expect(problemsOf(template)).toHaveLength(3);
  });
});
