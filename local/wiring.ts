import { z } from 'zod';
import { cloudOnlyResources } from './cloudOnlyResources.ts';
import { isKnownType, type KnownType, knownResources, type PropertiesOf } from './knownResources.ts';
import { LocalStackError } from './localStackError.ts';
import type { Resource, Template } from './readAssembly.ts';
import { resolveIntrinsics, type Scope } from './resolveIntrinsics.ts';

/** A resource of a known type with its intrinsics resolved and its properties checked. */
export type Wired<T extends KnownType> = { readonly logicalId: string; readonly properties: PropertiesOf<T> };

/** Everything that the template wires, ready to be created. */
export type Wiring = {
  readonly tables: readonly (Wired<'AWS::DynamoDB::Table'> | Wired<'AWS::DynamoDB::GlobalTable'>)[];
  readonly queues: readonly Wired<'AWS::SQS::Queue'>[];
  readonly topics: readonly Wired<'AWS::SNS::Topic'>[];
  readonly subscriptions: readonly Wired<'AWS::SNS::Subscription'>[];
  readonly buckets: readonly Wired<'AWS::S3::Bucket'>[];
  readonly secrets: readonly Wired<'AWS::SecretsManager::Secret'>[];
  readonly functions: readonly Wired<'AWS::Lambda::Function'>[];
  readonly eventSources: readonly Wired<'AWS::Lambda::EventSourceMapping'>[];
  readonly apis: readonly Wired<'AWS::ApiGatewayV2::Api'>[];
  readonly integrations: readonly Wired<'AWS::ApiGatewayV2::Integration'>[];
  readonly routes: readonly Wired<'AWS::ApiGatewayV2::Route'>[];
  readonly stages: readonly Wired<'AWS::ApiGatewayV2::Stage'>[];
};

/**
 * Reads a template's wiring.
 *
 * @throws {LocalStackError} naming every resource of an unknown type, and every property of a known type, that nothing here acts on.
 */
export function readWiring(template: Template, scope: Scope): Wiring {
  const problems: string[] = [];
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    const { Type: type, Condition: condition } = resource;
    if (!isKnownType(type) && !Object.hasOwn(cloudOnlyResources, type)) {
      problems.push(`${logicalId}: the local stack does not know the resource type ${type}`);
    } else if (condition !== undefined && type !== 'AWS::CDK::Metadata') {
      problems.push(`${logicalId}: the local stack does not know conditional resources (${condition})`);
    }
  }
  const all = <T extends KnownType>(type: T): readonly Wired<T>[] =>
    Object.entries(template.Resources)
      .filter(([, resource]) => resource.Type === type)
      .flatMap(([logicalId, resource]) => {
        const wired = wire(type, logicalId, resource, scope);
        if (typeof wired !== 'string') return [wired];
        problems.push(wired);
        return [];
      });
  const wiring: Wiring = {
    tables: [...all('AWS::DynamoDB::Table'), ...all('AWS::DynamoDB::GlobalTable')],
    queues: all('AWS::SQS::Queue'),
    topics: all('AWS::SNS::Topic'),
    subscriptions: all('AWS::SNS::Subscription'),
    buckets: all('AWS::S3::Bucket'),
    secrets: all('AWS::SecretsManager::Secret'),
    functions: all('AWS::Lambda::Function'),
    eventSources: all('AWS::Lambda::EventSourceMapping'),
    apis: all('AWS::ApiGatewayV2::Api'),
    integrations: all('AWS::ApiGatewayV2::Integration'),
    routes: all('AWS::ApiGatewayV2::Route'),
    stages: all('AWS::ApiGatewayV2::Stage'),
  };
  if (problems.length > 0) throw new LocalStackError(problems.join('\n'));
  return wiring;
}

/** The resource, or what is wrong with it. */
function wire<T extends KnownType>(type: T, logicalId: string, resource: Resource, scope: Scope): Wired<T> | string {
  const { properties: schema, cloudOnly } = knownResources[type];
  const ours = Object.entries(resource.Properties).filter(([name]) => !Object.hasOwn(cloudOnly, name));
  const resolved = resolveIntrinsics(Object.fromEntries(ours), scope, logicalId);
  const parsed = schema.safeParse(resolved);
  if (!parsed.success)
    return `${logicalId} (${type}): the local stack does not know this:\n${z.prettifyError(parsed.error)}`;
  // The schema was looked up by the type, which TypeScript cannot follow through the lookup.
  return { logicalId, properties: parsed.data as PropertiesOf<T> };
}
