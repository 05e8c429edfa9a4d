import { ArnFormat, Duration, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface StudyBucketProps {
  /** Told of every object created under `incoming/`. */
  readonly intake: Queue;
  readonly keepIncomingDays: number;
  readonly removalPolicy: RemovalPolicy;
}

/** The bucket that centres drop studies into. */
export class StudyBucket extends Construct {
  static readonly incomingPrefix = 'incoming/';
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
          prefix: StudyBucket.incomingPrefix,
          expiration: Duration.days(props.keepIncomingDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
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

  // On the L1 bucket, since the L2's notifications bring a custom resource with a function and a role of its own.
  private notify(intake: Queue): void {
    const plainBucket = this.bucket.node.defaultChild;
    if (!CfnBucket.isCfnBucket(plainBucket)) throw new Error('The L2 bucket no longer wraps a CfnBucket.');
    plainBucket.notificationConfiguration = {
      queueConfigurations: [
        {
          event: 's3:ObjectCreated:*',
          queue: intake.queueArn,
          filter: { s3Key: { rules: [{ name: 'prefix', value: StudyBucket.incomingPrefix }] } },
        },
      ],
    };
    intake.addToResourcePolicy(this.letBucketsOfThisStackSend(intake));
    // S3 tries the queue when the notification is set up: its policy has to be there before.
    this.bucket.node.addDependency(intake);
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
