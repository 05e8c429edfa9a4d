import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { type LogKeeping, NodeFunction } from './nodeFunction.ts';
import type { Tables } from './tables.ts';
import { timeouts } from './timeouts.ts';

export interface PortalFunctionProps {
  readonly tables: Tables;
  readonly linkKey: Secret;
  readonly logs: LogKeeping;
}

/** Shows reports; changes nothing and sees no contact. */
export function portalFunction(scope: Construct, id: string, props: PortalFunctionProps): NodeFunction {
  const { tables, linkKey } = props;
  const portal = new NodeFunction(scope, id, {
    name: 'portal',
    description: 'Shows the report behind a signed link',
    timeout: timeouts.portal,
    memoryMiB: 512,
    environment: { STUDIES_TABLE: tables.studies.tableName, LINK_SECRET_ARN: linkKey.secretArn },
    logs: props.logs,
  });
  portal.allow(['dynamodb:GetItem'], [tables.studies.tableArn]);
  portal.allow(['secretsmanager:GetSecretValue'], [linkKey.secretArn]);
  return portal;
}
