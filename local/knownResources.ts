import { z } from 'zod';

/**
 * The resource types that the local stack runs. `properties` is what it acts on, exactly: a property that neither stands there nor
 * under `cloudOnly` (with the reason why nothing here needs it) is an error, so that no wiring is lost on the way from the template.
 */
const TAGS = 'labels for the bill';
const ENCRYPTION = 'the emulators do not encrypt';
const ACCESS_LOG = 'the functions write to this terminal';
const THROTTLING = 'one person asks, on one machine';

/** CloudFormation takes numbers and booleans as text too. */
const count = z.coerce.number().int().nonnegative();
const text = z.string().min(1);

const keySchema = z.array(z.strictObject({ AttributeName: text, KeyType: z.enum(['HASH', 'RANGE']) }));
const projection = z.strictObject({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  NonKeyAttributes: z.array(text).optional(),
});
const table = z.strictObject({
  KeySchema: keySchema,
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: text, AttributeType: z.enum(['S', 'N', 'B']) })),
  GlobalSecondaryIndexes: z
    .array(z.strictObject({ IndexName: text, KeySchema: keySchema, Projection: projection }))
    .optional(),
  BillingMode: z.literal('PAY_PER_REQUEST'),
});
const tableCloudOnly = {
  SSESpecification: ENCRYPTION,
  PointInTimeRecoverySpecification: 'nothing here is restored',
  DeletionProtectionEnabled: 'nothing here is deleted',
  TableClass: 'storage price',
  ContributorInsightsSpecification: 'nothing here computes metrics',
  TimeToLiveSpecification: 'dynalite keeps expired items; DynamoDB too removes them late and at no promised time',
  Tags: TAGS,
};

export const knownResources = {
  'AWS::DynamoDB::Table': { properties: table, cloudOnly: tableCloudOnly },
  'AWS::DynamoDB::GlobalTable': {
    properties: table,
    cloudOnly: { ...tableCloudOnly, Replicas: 'this machine is the one region', WarmThroughput: THROTTLING },
  },
  'AWS::SQS::Queue': {
    properties: z.strictObject({
      DelaySeconds: count.optional(),
      VisibilityTimeout: count.optional(),
      MessageRetentionPeriod: count.optional(),
      ReceiveMessageWaitTimeSeconds: count.optional(),
      RedrivePolicy: z.strictObject({ deadLetterTargetArn: text, maxReceiveCount: count }).optional(),
    }),
    cloudOnly: {
      SqsManagedSseEnabled: ENCRYPTION,
      KmsMasterKeyId: ENCRYPTION,
      KmsDataKeyReusePeriodSeconds: ENCRYPTION,
      RedriveAllowPolicy: 'the emulators enforce no permissions',
      Tags: TAGS,
    },
  },
  'AWS::SNS::Topic': {
    properties: z.strictObject({ DisplayName: z.string().optional() }),
    cloudOnly: {
      KmsMasterKeyId: ENCRYPTION,
      SignatureVersion: 'nothing here checks it',
      TracingConfig: 'nothing traces',
      Tags: TAGS,
    },
  },
  'AWS::SNS::Subscription': {
    properties: z.strictObject({
      TopicArn: text,
      Protocol: z.literal('sqs'),
      Endpoint: text,
      RawMessageDelivery: z.boolean().optional(),
      FilterPolicy: z.record(z.string(), z.unknown()).optional(),
      FilterPolicyScope: z.enum(['MessageAttributes', 'MessageBody']).optional(),
    }),
    cloudOnly: { RedrivePolicy: 'delivery to a queue in the same process does not fail' },
  },
  'AWS::S3::Bucket': {
    properties: z.strictObject({
      NotificationConfiguration: z
        .strictObject({
          QueueConfigurations: z.array(
            z.strictObject({
              Event: text.regex(
                /^s3:ObjectCreated:(\*|Put|Post|Copy|CompleteMultipartUpload)$/,
                'only s3:ObjectCreated events are known',
              ),
              Queue: text,
              Filter: z
                .strictObject({
                  S3Key: z.strictObject({
                    Rules: z.array(z.strictObject({ Name: z.enum(['prefix', 'suffix']), Value: z.string() })),
                  }),
                })
                .optional(),
            }),
          ),
        })
        .optional(),
    }),
    cloudOnly: {
      BucketEncryption: ENCRYPTION,
      PublicAccessBlockConfiguration: 'the emulators answer this machine only',
      OwnershipControls: 'the emulators enforce no permissions',
      LifecycleConfiguration: 'nothing here lives for days',
      VersioningConfiguration: 'the emulator keeps the newest version only',
      LoggingConfiguration: ACCESS_LOG,
      Tags: TAGS,
    },
  },
  'AWS::SecretsManager::Secret': {
    properties: z.strictObject({
      Description: z.string().optional(),
      GenerateSecretString: z.strictObject({
        PasswordLength: count.optional(),
        ExcludePunctuation: z.boolean().optional(),
        ExcludeCharacters: z.string().optional(),
      }),
    }),
    cloudOnly: { KmsKeyId: ENCRYPTION, Tags: TAGS },
  },
  'AWS::Lambda::Function': {
    properties: z.strictObject({
      Code: z.strictObject({ S3Bucket: text, S3Key: text }),
      Handler: text.regex(/^[^.]+\.[^.]+$/, 'file.export'),
      Runtime: z.string().regex(/^nodejs\d+\.x$/, 'only Node.js runtimes are known'),
      Environment: z.strictObject({ Variables: z.record(z.string(), z.string()) }).optional(),
      Timeout: count.default(3),
      MemorySize: count.default(128),
      ReservedConcurrentExecutions: count.optional(),
      Description: z.string().optional(),
    }),
    cloudOnly: {
      Role: 'the emulators enforce no permissions',
      Architectures: 'bundles are JavaScript',
      RecursiveLoop: 'nothing here counts the links of a chain',
      LoggingConfig: ACCESS_LOG,
      TracingConfig: 'nothing traces',
      EphemeralStorage: 'this machine has its own',
      KmsKeyArn: ENCRYPTION,
      Tags: TAGS,
    },
  },
  'AWS::Lambda::EventSourceMapping': {
    properties: z.strictObject({
      EventSourceArn: text,
      FunctionName: text,
      BatchSize: count.default(10),
      MaximumBatchingWindowInSeconds: count.default(0),
      FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
      ScalingConfig: z.strictObject({ MaximumConcurrency: count }).optional(),
      Enabled: z.boolean().default(true),
    }),
    cloudOnly: { Tags: TAGS },
  },
  'AWS::ApiGatewayV2::Api': {
    properties: z.strictObject({ Name: text, ProtocolType: z.literal('HTTP'), Description: z.string().optional() }),
    cloudOnly: { Tags: TAGS },
  },
  'AWS::ApiGatewayV2::Integration': {
    properties: z.strictObject({
      ApiId: text,
      IntegrationType: z.literal('AWS_PROXY'),
      IntegrationUri: text,
      PayloadFormatVersion: z.literal('2.0'),
    }),
    cloudOnly: { IntegrationMethod: 'functions are always called by POST' },
  },
  'AWS::ApiGatewayV2::Route': {
    properties: z.strictObject({
      ApiId: text,
      RouteKey: text,
      Target: text.regex(/^integrations\//),
      AuthorizationType: z.literal('NONE').optional(),
    }),
    cloudOnly: {},
  },
  'AWS::ApiGatewayV2::Stage': {
    properties: z.strictObject({ ApiId: text, StageName: z.literal('$default'), AutoDeploy: z.literal(true) }),
    cloudOnly: {
      AccessLogSettings: ACCESS_LOG,
      DefaultRouteSettings: THROTTLING,
      RouteSettings: THROTTLING,
      Tags: TAGS,
    },
  },
} as const satisfies Record<string, { properties: z.ZodType; cloudOnly: Readonly<Record<string, string>> }>;

export type KnownType = keyof typeof knownResources;
export type PropertiesOf<T extends KnownType> = z.infer<(typeof knownResources)[T]['properties']>;

export function isKnownType(type: string): type is KnownType {
  return Object.hasOwn(knownResources, type);
}
