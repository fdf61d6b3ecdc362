import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { type Route, on } from '../../../wire/route.ts';
import { renderObject } from '../render-object.ts';
import { requireObject } from '../require-object.ts';

/** `HeadObject`: what GetObject would answer, without the body. */
export const route: Route = on(HeadObjectCommand, (input, { cloud }) => {
  return renderObject(requireObject(cloud, input), input).output;
});
