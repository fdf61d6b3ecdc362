/**
 * The services whose endpoint older clients are told, with the version of their API. S3 is not among them: its rules
 * put buckets into host names.
 */
const SERVICES: Readonly<Record<string, string>> = {
  autoscaling: '2011-01-01',
  cloudwatch: '2010-08-01',
  ec2: '2016-11-15',
  elbv2: '2015-12-01',
  iam: '2010-05-08',
  route53: '2013-04-01',
  sts: '2011-06-15',
};

/** Where the files are, for `AWS_DATA_PATH`. */
export const AWS_DATA_PATH = '/etc/imago-cloud/aws';

/**
 * Endpoint rules that botocore looks for before its own (its loader's search path). Debian 12's AWS CLI 2.9 and boto3
 * 1.26 know nothing of `AWS_ENDPOINT_URL`, which came in 2023; an endpoint given to a client or a command still wins.
 */
export function awsDataFiles(endpoint: string): Readonly<Record<string, string>> {
  const rules = JSON.stringify({
    version: '1.0',
    parameters: {
      Endpoint: {
        builtIn: 'SDK::Endpoint',
        required: false,
        documentation: 'An endpoint that the client was given.',
        type: 'String',
      },
    },
    rules: [
      {
        conditions: [{ fn: 'isSet', argv: [{ ref: 'Endpoint' }] }],
        endpoint: { url: { ref: 'Endpoint' }, properties: {}, headers: {} },
        type: 'endpoint',
      },
      { conditions: [], endpoint: { url: endpoint, properties: {}, headers: {} }, type: 'endpoint' },
    ],
  });
  return Object.fromEntries(
    Object.entries(SERVICES).map(([service, version]) => [
      `aws/${service}/${version}/endpoint-rule-set-1.json`,
      rules,
    ]),
  );
}
