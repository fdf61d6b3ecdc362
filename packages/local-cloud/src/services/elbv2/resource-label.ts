/** A load balancer or target group as CloudWatch's dimensions name it: `app/NAME/ID`, `targetgroup/NAME/ID`. */
export function resourceLabel(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1).replace(/^loadbalancer\//, '');
}
