import { GetUserCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { noSuchEntity } from '../iam-errors.ts';

/** `GetUser`: the caller, who is the account itself: there are no users here. */
export const route: Route = on(GetUserCommand, (input, { cloud, accessKeyId }) => {
  if (input.UserName) throw noSuchEntity(`The user with name ${input.UserName} cannot be found.`);
  const key = cloud.tables.accessKeys.get(accessKeyId ?? '');
  return {
    User: {
      Path: '/',
      UserName: 'root',
      UserId: key?.userId ?? cloud.accountId,
      Arn: key?.principalArn ?? `arn:aws:iam::${cloud.accountId}:root`,
      CreateDate: new Date(0),
    },
  };
});
