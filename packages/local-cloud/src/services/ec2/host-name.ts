/** The host name that EC2 gives to an address: `ip-10-213-0-7`. */
export function hostNameOf(address: string): string {
  return `ip-${address.replaceAll('.', '-')}`;
}

/** The private DNS name: `ip-10-213-0-7.ec2.internal`, and with the region in all but the first region. */
export function privateDnsName(address: string, region: string): string {
  return `${hostNameOf(address)}.${region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`}`;
}
