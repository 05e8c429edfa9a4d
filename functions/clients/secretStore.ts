import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

export const secretStore = new SecretsManagerClient({});
