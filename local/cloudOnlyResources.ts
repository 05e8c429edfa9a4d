const IAM = 'the emulators enforce no permissions';
const CHECKED = 'the emulators enforce no permissions, but what is missing in it is refused (refusedByAws.ts)';
const CDK_OWN = 'CDK keeps it for the deployment';

/** Resource types that nothing here acts for, each with the reason. Every other type that the local stack does not run is an error. */
export const cloudOnlyResources: Readonly<Record<string, string>> = {
  'AWS::IAM::Role': IAM,
  'AWS::IAM::Policy': IAM,
  'AWS::IAM::ManagedPolicy': IAM,
  'AWS::S3::BucketPolicy': IAM,
  'AWS::SQS::QueuePolicy': CHECKED,
  'AWS::SNS::TopicPolicy': IAM,
  'AWS::Lambda::Permission': CHECKED,
  'AWS::KMS::Key': 'the emulators do not encrypt',
  'AWS::KMS::Alias': 'the emulators do not encrypt',
  'AWS::Logs::LogGroup': 'the functions write to this terminal',
  'AWS::CloudWatch::Alarm': 'nothing here computes metrics',
  'AWS::CloudWatch::CompositeAlarm': 'nothing here computes metrics',
  'AWS::CloudWatch::Dashboard': 'nothing here computes metrics',
  'AWS::StepFunctions::StateMachine': 'Step Functions has no emulator here: a backfill needs AWS',
  'AWS::SES::EmailIdentity': 'the inbox takes mail from any sender',
  'AWS::SES::ConfigurationSet': 'the inbox takes mail from any sender',
  'AWS::CDK::Metadata': CDK_OWN,
};
