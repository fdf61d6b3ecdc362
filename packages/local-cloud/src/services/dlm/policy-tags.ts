import type { Tags } from '../../store/records/ec2.ts';
import { invalidRequest } from './dlm-errors.ts';

const MOST_TAGS = 50;

/** Adds tags to a policy's own. */
export function addPolicyTags(tags: Tags, added: Tags | undefined): Tags {
  for (const key of Object.keys(added ?? {})) {
    if (key === '' || key.length > 128 || key.toLowerCase().startsWith('aws:')) {
      throw invalidRequest(`'${key}' is not a valid tag key.`);
    }
  }
  const merged = { ...tags, ...added };
  if (Object.keys(merged).length > MOST_TAGS) {
    throw invalidRequest(`A policy can have up to ${MOST_TAGS} tags.`);
  }
  return merged;
}
