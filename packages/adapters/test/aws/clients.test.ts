import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DescribeImagesCommand } from '@aws-sdk/client-ec2';
import { CloudError } from '@imago/engine';
import { afterEach, describe, expect, it } from 'vitest';
import { createAwsClients } from '../../src/aws/clients.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
let server: Server | undefined;

afterEach(() => {
  server?.close();
});

async function serve(
  answers: readonly (readonly [number, string])[],
): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  server = createServer((_request, response) => {
    const [status, body] = answers[Math.min(asked, answers.length - 1)] ?? [500, ''];
    asked += 1;
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked };
}

const refusal = (code: string): string =>
  `<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors><RequestID>1</RequestID></Response>`;
const empty = '<DescribeImagesResponse><imagesSet/></DescribeImagesResponse>';

describe('the AWS clients', () => {
  it('try a throttled call again', async () => {
    const { url, asked } = await serve([
      [503, refusal('RequestLimitExceeded')],
      [200, empty],
    ]);
    const clients = createAwsClients({ region: 'eu-central-1', endpoint: url, credentials });
    await expect(clients.ec2.send(new DescribeImagesCommand({}))).resolves.toBeDefined();
    expect(asked()).toBe(2);
    clients.close();
  });

  it('throw a CloudError that names the action, and do not try a wrong call again', async () => {
    const { url, asked } = await serve([[400, refusal('InvalidAMIID.NotFound')]]);
    const clients = createAwsClients({ region: 'eu-central-1', endpoint: url, credentials });
    const failure = await clients.ec2.send(new DescribeImagesCommand({})).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CloudError);
    expect(failure).toMatchObject({ kind: 'not-found', awsCode: 'InvalidAMIID.NotFound' });
    expect((failure as CloudError).message).toContain('DescribeImages');
    expect(asked()).toBe(1);
    clients.close();
  });

  it('make one client per service, at first use', () => {
    const clients = createAwsClients({ region: 'eu-central-1', credentials });
    expect(clients.s3).toBe(clients.s3);
    clients.close();
  });
});
