import type { LocalCloud } from '../../cloud.ts';
import type { VpcRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { type Block, contains, formatBlock, overlap, parseBlock } from './addresses.ts';

/** The blocks for private networks (RFC 1918, RFC 6598): any other would cut the host off from part of the world. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

/**
 * The block of a new VPC in its proper form. EC2 lets blocks overlap; all VPCs of the local cloud share its host's
 * routes, so that a block must be free there.
 */
export function requireVpcBlock(cloud: LocalCloud, wanted: string): string {
  const block = requireBlock(wanted, 'InvalidVpc.Range');
  const cidr = formatBlock(block);
  if (!PRIVATE.some((range) => contains(requireBlock(range, 'InvalidVpc.Range', 8), block))) {
    throw refused(cidr, `it is no private network: choose one in ${PRIVATE.join(', ')}`);
  }
  for (const vpc of cloud.tables.vpcs.values()) {
    const other = parseBlock(vpc.cidr);
    if (other && overlap(other, block)) throw refused(cidr, `it overlaps ${vpc.cidr} of ${vpc.id}`);
  }
  const conflict = cloud.machines.conflictOf(cidr);
  if (conflict !== undefined) throw refused(cidr, conflict);
  return cidr;
}

/** The block of a new subnet in its proper form: within its VPC, and apart from the other subnets. */
export function requireSubnetBlock(cloud: LocalCloud, vpc: VpcRecord, wanted: string): string {
  const block = requireBlock(wanted, 'InvalidSubnet.Range');
  const cidr = formatBlock(block);
  const whole = parseBlock(vpc.cidr);
  if (!whole || !contains(whole, block)) {
    throw new AwsError('InvalidSubnet.Range', `The CIDR '${cidr}' is invalid.`);
  }
  for (const other of cloud.tables.subnets.values()) {
    const taken = other.vpcId === vpc.id ? parseBlock(other.cidr) : undefined;
    if (taken && overlap(taken, block)) {
      throw new AwsError('InvalidSubnet.Conflict', `The CIDR '${cidr}' conflicts with another subnet`);
    }
  }
  // The last /20 of the default VPC is where load balancers get their addresses.
  const reserved = vpc.isDefault ? { first: whole.first + 0xf000, size: 0x1000, prefix: 20 } : undefined;
  if (reserved && overlap(reserved, block)) {
    throw new AwsError(
      'InvalidSubnet.Conflict',
      `The CIDR '${cidr}' conflicts with ${formatBlock(reserved)}, which the local cloud keeps for load balancers`,
    );
  }
  return cidr;
}

function requireBlock(wanted: string, outOfRange: string, largest = 16): Block {
  const block = parseBlock(wanted);
  if (!block) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${wanted}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
    );
  }
  if (block.prefix < largest || block.prefix > 28) {
    throw new AwsError(outOfRange, `The CIDR '${wanted}' is invalid.`);
  }
  return block;
}

function refused(cidr: string, reason: string): AwsError {
  return new AwsError('InvalidVpc.Range', `The CIDR '${cidr}' cannot be used by the local cloud: ${reason}`);
}
