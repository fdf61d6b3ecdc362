const SHORT: Readonly<Record<string, string>> = { 'Elastic Load Balancing v2': 'elbv2' };

/** The name that the AWS CLI has for a service, from the SDK's id for it: `Auto Scaling` is `autoscaling`. */
export function serviceName(id: string): string {
  return SHORT[id] ?? id.toLowerCase().replaceAll(' ', '');
}
