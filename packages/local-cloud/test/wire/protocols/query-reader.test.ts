import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { operationOf } from '../../../src/wire/operation.ts';
import { parseForm } from '../../../src/wire/protocols/form-tree.ts';
import { queryReader } from '../../../src/wire/protocols/query-reader.ts';

const read = (form: Readonly<Record<string, string>>): object =>
  queryReader('ec2')(operationOf(RunInstancesCommand).input)(parseForm(new URLSearchParams(form).toString()));

test('EC2 takes an empty string for a parameter that was not sent', () => {
  expect(read({ ImageId: 'ami-1', SubnetId: '', 'SecurityGroupId.1': '' })).toEqual({
    ImageId: 'ami-1',
    SecurityGroupIds: [],
  });
});

test('a structure of empty strings was not sent either', () => {
  expect(read({ 'IamInstanceProfile.Name': '', 'Placement.Tenancy': '' })).toEqual({});
  expect(read({ 'IamInstanceProfile.Name': 'web' })).toEqual({ IamInstanceProfile: { Name: 'web' } });
});

test('the value of a tag may be empty', () => {
  const tag = { 'TagSpecification.1.Tag.1.Key': 'a', 'TagSpecification.1.Tag.1.Value': '' };
  expect(read(tag)).toEqual({ TagSpecifications: [{ Tags: [{ Key: 'a', Value: '' }] }] });
});
