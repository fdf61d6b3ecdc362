import { expect, test } from 'vitest';
import { resolveActions } from '../../src/local/resolve-actions.ts';

const served = [
  { service: 'ec2', action: 'RunInstances' },
  { service: 'ec2', action: 'DescribeTags' },
  { service: 'elbv2', action: 'DescribeTags' },
];

test('actions are found whatever their case, and in the form of the AWS CLI', () => {
  expect(resolveActions('runinstances, describe-tags,*', undefined, served)).toEqual([
    { action: 'RunInstances' },
    { action: 'DescribeTags' },
    { action: '*' },
  ]);
});

test('with a service the actions are its own', () => {
  expect(resolveActions('DescribeTags', 'elbv2', served)).toEqual([
    { service: 'elbv2', action: 'DescribeTags' },
  ]);
});

test.each<[string, string | undefined, string, string]>([
  ['RunInstance', undefined, 'no action "RunInstance"', 'did you mean RunInstances?'],
  ['RunInstances', 'elbv2', 'elbv2 has no action "RunInstances"', 'faults set --help'],
  ['', undefined, 'no action ""', 'faults set --help'],
  ['*', 'elb2', 'no service elb2', 'did you mean elbv2?'],
])('%s of %s is refused', (actions, service, message, fix) => {
  const words = (text: string): unknown => expect.stringContaining(text);
  expect(() => resolveActions(actions, service, served)).toThrow(
    expect.objectContaining({ source: 'user', message: words(message), fix: words(fix) }),
  );
});
