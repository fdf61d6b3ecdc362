import { AbortMultipartUploadCommand } from '@aws-sdk/client-s3';
import { type Route, on } from '../../../wire/route.ts';
import { abortUpload, requireUpload } from '../multipart-upload.ts';

/** `AbortMultipartUpload`: the parts are deleted at once. */
export const route: Route = on(AbortMultipartUploadCommand, (input, { cloud }) => {
  abortUpload(cloud, requireUpload(cloud, input));
  return {};
});
