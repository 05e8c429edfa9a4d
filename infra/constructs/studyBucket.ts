import { ArnFormat, Duration, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { NodeFunction } from './nodeFunction.ts';

export interface StudyBucketProps {
  /** Told of every object created under `incoming/`. */
  readonly intake: Queue;
  readonly keepIncomingDays: number;
  readonly removalPolicy: RemovalPolicy;
}

/** The bucket that centres drop studies into. */
export class StudyBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: StudyBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      // Not versioned: an overwritten or deleted object with patient data should be gone.
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: props.removalPolicy,
      lifecycleRules: [
        {
          prefix: incomingPrefix,
          expiration: Duration.days(props.keepIncomingDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        // What the runs of a backfill leave names objects, as a listing does, and need not outlive them.
        { prefix: backfillPrefix, expiration: Duration.days(props.keepIncomingDays) },
      ],
    });
    this.notify(props.intake);
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Centres choose the object keys, and these may name a patient: an access log would be a second, longer-lived ' +
        'copy of them. Access is audited with CloudTrail data events, which the account that deploys decides on.',
    });
  }

  /** Lets the function read what was dropped: the objects and, to tell a deleted one from a forbidden one, their list. */
  letRead(reader: NodeFunction): void {
    reader.allow(['s3:GetObject'], [this.bucket.arnForObjects(`${incomingPrefix}*`)]);
    // Without it S3 answers 403 instead of 404 for an object that is gone.
    reader.allow(['s3:ListBucket'], [this.bucket.bucketArn]);
    Validations.of(reader.role).acknowledge({
      id: this.wildcardFinding(incomingPrefix),
      reason:
        'Centres choose the keys under incoming/, so they cannot be listed here; every object there is to be read.',
    });
  }

  /** What cdk-nag calls a permission on everything below a prefix. */
  wildcardFinding(prefix: string): string {
    const logicalId = Stack.of(this).getLogicalId(this.plainBucket());
    return `AwsSolutions-IAM5[Resource::<${logicalId}.Arn>/${prefix}*]`;
  }

  // On the L1 bucket, since the L2's notifications bring a custom resource with a function and a role of its own.
  private notify(intake: Queue): void {
    this.plainBucket().notificationConfiguration = {
      queueConfigurations: [
        {
          event: 's3:ObjectCreated:*',
          queue: intake.queueArn,
          filter: { s3Key: { rules: [{ name: 'prefix', value: incomingPrefix }] } },
        },
      ],
    };
    intake.addToResourcePolicy(this.letBucketsOfThisStackSend(intake));
    // S3 tries the queue when the notification is set up: its policy has to be there before.
    this.bucket.node.addDependency(intake);
  }

  private plainBucket(): CfnBucket {
    const child = this.bucket.node.defaultChild;
    if (!CfnBucket.isCfnBucket(child)) throw new Error('The L2 bucket no longer wraps a CfnBucket.');
    return child;
  }

  // Naming the bucket itself would be a cycle: bucket → queue policy → bucket. CloudFormation begins the names it
  // makes up with the stack's name, shortened when it is long.
  private letBucketsOfThisStackSend(intake: Queue): PolicyStatement {
    const stack = Stack.of(this);
    const namePrefix = stack.stackName.toLowerCase().slice(0, 20);
    const buckets = stack.formatArn({
      service: 's3',
      region: '',
      account: '',
      resource: `${namePrefix}*`,
      arnFormat: ArnFormat.NO_RESOURCE_NAME,
    });
    return new PolicyStatement({
      principals: [new ServicePrincipal('s3.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [intake.queueArn],
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': buckets } },
    });
  }
}

// The contract with centres: incoming/<site>/…
const incomingPrefix = 'incoming/';
/** Where the runs of a backfill write what became of their batches. */
export const backfillPrefix = 'backfill/';
