import type { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { NodeFunction } from './nodeFunction.ts';

export interface TablesProps {
  readonly keepData: boolean;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * What a list of a site's studies shows. An index is written, and paid for, only when one of its attributes changes: these do with a
 * verdict, while what counts arrivals changes with each batch. A projection cannot be widened later without a new index.
 */
const listedOfStudies = [
  'studyInstanceUid',
  'studyKey',
  'latestRevision',
  'outcome',
  'indications',
  'regionsImaged',
  'instances',
  'rejects',
] as const;

/** Three tables, since three different sets of functions may read them. */
export class Tables extends Construct {
  readonly studies: Table;
  readonly directory: Table;
  readonly deliveries: Table;

  constructor(scope: Construct, id: string, props: TablesProps) {
    super(scope, id);
    this.studies = keyedTable(this, 'Studies', props);
    this.studies.addGlobalSecondaryIndex({
      indexName: 'byPatient',
      partitionKey: { name: 'patientPk', type: AttributeType.STRING },
      sortKey: { name: 'studyDate', type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.studies.addGlobalSecondaryIndex({
      indexName: 'bySite',
      partitionKey: { name: 'sitePk', type: AttributeType.STRING },
      sortKey: { name: 'studyDate', type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [...listedOfStudies],
    });
    this.directory = keyedTable(this, 'Directory', props);
    this.deliveries = keyedTable(this, 'Deliveries', props);
  }

  /** Lets the function record what it read of objects. No deletion: what is recorded of a study stays. */
  letRecordObjects(writer: NodeFunction): void {
    writer.allow(
      ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      [this.studies.tableArn],
    );
  }

  /** Lets the function look up a patient's studies by the key of the patient, and no other index. */
  letFindEarlierStudies(reader: NodeFunction): void {
    reader.allow(['dynamodb:Query'], [`${this.studies.tableArn}/index/byPatient`]);
  }

  /** Lets the function read how a site is registered, and nothing else of the directory. */
  letReadSites(reader: NodeFunction): void {
    this.letReadDirectory(reader, 'dynamodb:GetItem', 'SITE#');
  }

  /** Lets the function list a site's contacts, and nothing else of the directory. */
  letReadContacts(reader: NodeFunction): void {
    this.letReadDirectory(reader, 'dynamodb:Query', 'CONTACT#');
  }

  /** Lets the function read one webhook, or contact, of a site at a time. */
  letReadWebhook(reader: NodeFunction): void {
    this.letReadDirectory(reader, 'dynamodb:GetItem', 'CONTACT#');
  }

  private letReadDirectory(reader: NodeFunction, action: string, keyPrefix: string): void {
    reader.allow([action], [this.directory.tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${keyPrefix}*`] },
      // ForAllValues also holds for a request that names no key at all.
      Null: { 'dynamodb:LeadingKeys': 'false' },
    });
  }
}

function keyedTable(scope: Construct, id: string, props: TablesProps): Table {
  return new Table(scope, id, {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.AWS_MANAGED,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: props.keepData,
    removalPolicy: props.removalPolicy,
  });
}
