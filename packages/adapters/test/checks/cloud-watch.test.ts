import {
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAwsClients, createCheckSampler } from '@imago/adapters';
import type { AwsClients } from '@imago/adapters';
import { seconds } from '@imago/engine';
import type { AlarmsGate, AnalysisGate, SampledCheck, CheckSample } from '@imago/engine';
import { startTestCloud, TEST_ACCESS_KEY } from '../../../local-cloud/test/harness.ts';
import type { TestCloud } from '../../../local-cloud/test/harness.ts';
import { context, noShell, sampling } from './sampler.ts';

let local: TestCloud;
let aws: AwsClients;
beforeEach(async () => {
  local = await startTestCloud({ services: ['cloudwatch'] });
  aws = createAwsClients({ region: 'us-east-1', endpoint: local.endpoint, credentials: TEST_ACCESS_KEY });
});
afterEach(async () => {
  aws.close();
  await local.close();
});

function ask(check: SampledCheck['check']): Promise<CheckSample> {
  const tools = { shell: noShell, directory: '/', env: {}, now: () => local.cloud.now() };
  const request: SampledCheck = { key: 'x', check, instances: [], canary: 'r2' };
  return createCheckSampler(aws, tools).sample(request, context, new AbortController().signal);
}

async function alarm(AlarmName: string, StateValue: 'OK' | 'ALARM' | undefined): Promise<void> {
  await aws.cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace: 'Shop',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  );
  if (StateValue === undefined) return;
  await aws.cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'as told' }));
}

describe('alarms', () => {
  const gate = (...names: readonly string[]): AlarmsGate => ({
    kind: 'alarms',
    name: 'alarms',
    at: 'always',
    names,
    sampling,
  });

  test('pass while none is in ALARM', async () => {
    await alarm('errors', 'OK');
    await alarm('latency', undefined);
    expect(await ask(gate('errors', 'latency'))).toEqual({
      ok: true,
      detail: 'no alarm of 2 is in ALARM; 1 has too little data to tell',
    });
  });

  test('fail with the reason of the one that is', async () => {
    await alarm('errors', 'ALARM');
    expect(await ask(gate('errors'))).toEqual({ ok: false, detail: 'errors is in ALARM: as told' });
  });

  test('that do not exist fail: they watch nothing', async () => {
    await alarm('errors', 'OK');
    expect(await ask(gate('errors', 'erors', 'latency'))).toEqual({
      ok: false,
      detail: 'there are no alarms erors, latency in us-east-1',
    });
  });
});

describe('an analysis of a metric', () => {
  const gate: AnalysisGate = {
    kind: 'analysis',
    name: 'analysis',
    at: 'end',
    measure: {
      kind: 'metric',
      query: {
        namespace: 'Shop',
        metric: 'Latency',
        dimensions: { Release: 'r2' },
        statistic: 'Average',
        period: seconds(60),
      },
    },
    success: { atMost: 0.2 },
    sampling,
  };
  const put = (secondsAgo: number, Value: number): Promise<unknown> =>
    aws.cloudWatch.send(
      new PutMetricDataCommand({
        Namespace: 'Shop',
        MetricData: [
          {
            MetricName: 'Latency',
            Dimensions: [{ Name: 'Release', Value: 'r2' }],
            Timestamp: new Date(local.cloud.now().getTime() - secondsAgo * 1000),
            Value,
          },
        ],
      }),
    );

  test('is of the newest complete period', async () => {
    await put(150, 0.9);
    await put(90, 0.1);
    await put(0, 5);
    expect(await ask(gate)).toEqual({ ok: true, value: 0.1, detail: 'Average of Latency was 0.1' });
  });

  test('tells what was measured against what is allowed', async () => {
    await put(60, 0.4);
    expect(await ask(gate)).toEqual({
      ok: false,
      value: 0.4,
      detail: 'Average of Latency was 0.4, at most 0.2 is allowed',
    });
  });

  test('fails without data', async () => {
    expect(await ask(gate)).toEqual({
      ok: false,
      detail: 'CloudWatch has no data of Shop Latency in the last 180s',
    });
  });

  test('fails in words where CloudWatch cannot be asked', async () => {
    const away = createAwsClients({
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:1',
      credentials: TEST_ACCESS_KEY,
    });
    aws.close();
    aws = away;
    const sample = await ask({ ...gate, sampling: { ...sampling, timeout: seconds(1) } });
    expect(sample.ok).toBe(false);
    expect(sample.detail).toMatch(/no answer within 1s|no connection to the cloud/);
  });
});
