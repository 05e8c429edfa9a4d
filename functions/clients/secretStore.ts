import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { patience } from './patience.ts';

export const secretStore = new SecretsManagerClient({ requestHandler: patience });
