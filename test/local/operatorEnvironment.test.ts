import { expect, test } from 'vitest';
import { operatorEnvironment } from '../../local/operatorEnvironment.ts';

test('a shell is told where the stack listens and what its tables, its settle queue and its webhook key are called', () => {
  const endpoints = {
    ...{ messaging: 'http://127.0.0.1:1', dynamodb: 'http://127.0.0.1:2', inbox: 'http://127.0.0.1:3' },
    ...{ secrets: 'http://127.0.0.1:4', httpApis: new Map() },
  };
  expect(operatorEnvironment({ endpoints, output: (name) => `the ${name}` })).toBe(
    [
      "export AWS_ENDPOINT_URL_DYNAMODB='http://127.0.0.1:2'",
      "export AWS_ENDPOINT_URL_SQS='http://127.0.0.1:1'",
      "export AWS_ENDPOINT_URL_SECRETS_MANAGER='http://127.0.0.1:4'",
      "export AWS_REGION='us-east-1'",
      "export AWS_ACCESS_KEY_ID='local'",
      "export AWS_SECRET_ACCESS_KEY='local'",
      "export MS_MRI_CHECK_DIRECTORY_TABLE='the DirectoryTableName'",
      "export MS_MRI_CHECK_STUDIES_TABLE='the StudiesTableName'",
      "export MS_MRI_CHECK_SETTLE_QUEUE='the SettleQueueUrl'",
      "export MS_MRI_CHECK_WEBHOOK_KEY='the WebhookKeyArn'",
      '',
    ].join('\n'),
  );
});
