import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { on, type Route } from '../../../wire/route.ts';
import { requireCaller } from '../require-caller.ts';

/** `GetCallerIdentity`: who the credentials belong to. */
export const route: Route = on(GetCallerIdentityCommand, (_input, context) => {
  const { userId, principalArn } = requireCaller(context);
  return { UserId: userId, Account: context.cloud.accountId, Arn: principalArn };
});
