import { type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

export interface KeyedHashSecretProps {
  readonly description: string;
  /** Why a changed key would do harm. */
  readonly whyNotRotated: string;
  readonly removalPolicy: RemovalPolicy;
}

/** A random HMAC key of 64 letters and digits (more than 256 bits), made once. */
export function keyedHashSecret(scope: Construct, id: string, props: KeyedHashSecretProps): Secret {
  const secret = new Secret(scope, id, {
    description: props.description,
    generateSecretString: { passwordLength: 64, excludePunctuation: true },
    removalPolicy: props.removalPolicy,
  });
  Validations.of(secret).acknowledge({ id: 'AwsSolutions-SMG4', reason: props.whyNotRotated });
  return secret;
}
