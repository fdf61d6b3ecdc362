import { DescribeLaunchTemplatesCommand } from '@aws-sdk/client-ec2';
import type { LaunchTemplateRecord } from '../../../store/records/ec2.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireLaunchTemplate } from '../find-launch-template.ts';
import { renderLaunchTemplate } from '../render-launch-template.ts';

const FILTERS: FilterTable<LaunchTemplateRecord> = {
  'launch-template-name': ({ name }) => name,
  'create-time': ({ createdAt }) => createdAt,
};

/** EC2 DescribeLaunchTemplates. */
export const route: Route = on(DescribeLaunchTemplatesCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const named = [
    ...(input.LaunchTemplateIds ?? []).map((id) => requireLaunchTemplate(cloud, { id })),
    ...(input.LaunchTemplateNames ?? []).map((name) => requireLaunchTemplate(cloud, { name })),
  ];
  const asked = named.length > 0 ? named : cloud.tables.launchTemplates.values();
  const { page, nextToken } = pageOf(applyFilters(asked, input.Filters, FILTERS), input, { smallest: 1 });
  return { LaunchTemplates: page.map(renderLaunchTemplate), NextToken: nextToken };
});
