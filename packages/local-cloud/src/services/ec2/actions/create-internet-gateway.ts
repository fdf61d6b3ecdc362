import { CreateInternetGatewayCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { newId } from '../../ids.ts';
import { refuseDryRun } from '../dry-run.ts';
import { readTagSpecification } from '../read-tags.ts';
import { renderInternetGateway } from '../render-vpc.ts';

/** EC2 CreateInternetGateway. */
export const route: Route = on(CreateInternetGatewayCommand, (input, { cloud }) => {
  const tags = readTagSpecification(input.TagSpecifications, 'internet-gateway');
  refuseDryRun(input.DryRun);
  const gateway = cloud.tables.internetGateways.put({ id: newId('igw'), tags });
  return { InternetGateway: renderInternetGateway(cloud, gateway) };
});
