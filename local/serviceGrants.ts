import { z } from 'zod';
import { nameInArn } from './physicalNames.ts';
import type { Template } from './readAssembly.ts';
import { resolveIntrinsics, type Scope } from './resolveIntrinsics.ts';

/** An AWS service may do this with a queue or a function of the template. */
export type ServiceGrant = {
  /** Logical id of the queue or function. */
  readonly resource: string;
  /** `*`: any. */
  readonly service: string;
  /** In lower case, since IAM does not tell case apart; may hold `*`. */
  readonly action: string;
  /** For what sources, by ARN patterns; `null`: for any. */
  readonly sources: readonly string[] | null;
};

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const anybody = z.literal('*').transform(() => ['*']);
const servicePrincipal = z.union([
  anybody,
  z.object({ Service: oneOrMore }).transform(({ Service }) => Service),
  z.object({ AWS: anybody }).transform(({ AWS }) => AWS),
]);
const statementSchema = z.object({
  Effect: z.literal('Allow'),
  Action: oneOrMore,
  Resource: oneOrMore,
  Principal: servicePrincipal,
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});
const queuePolicySchema = z.object({
  Queues: z.array(z.string()),
  PolicyDocument: z.object({ Statement: z.array(z.unknown()) }),
});
const permissionSchema = z.object({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
});

/**
 * What the template's queue policies and function permissions allow to AWS services. Of their conditions only the source counts; a denial
 * does not.
 */
export function serviceGrants(template: Template, scope: Scope): readonly ServiceGrant[] {
  return Object.entries(template.Resources).flatMap(([logicalId, { Type, Properties }]) => {
    const resolve = (value: unknown): unknown => resolveIntrinsics(value, scope, logicalId);
    if (Type === 'AWS::SQS::QueuePolicy') return ofQueuePolicy(Properties, resolve);
    return Type === 'AWS::Lambda::Permission' ? ofPermission(Properties, resolve) : [];
  });
}

function ofQueuePolicy(properties: unknown, resolve: (value: unknown) => unknown): readonly ServiceGrant[] {
  const raw = z.object({ Queues: z.unknown(), PolicyDocument: z.unknown() }).parse(properties);
  const policy = queuePolicySchema.safeParse({ ...raw, Queues: resolve(raw.Queues) });
  if (!policy.success) return [];
  const queues = policy.data.Queues.map((url) => url.slice(url.lastIndexOf('/') + 1));
  return policy.data.PolicyDocument.Statement.filter(isForServices).flatMap((statement) => {
    const parsed = statementSchema.safeParse(resolve(statement));
    if (!parsed.success) return [];
    const { Action, Resource, Principal, Condition } = parsed.data;
    return queues
      .filter((queue) => Resource.some((pattern) => pattern === '*' || nameInArn(pattern) === queue))
      .flatMap((resource) =>
        Principal.flatMap((service) =>
          Action.map((action) => ({ resource, service, action: action.toLowerCase(), sources: sourcesOf(Condition) })),
        ),
      );
  });
}

/** A statement for a role stays unresolved: roles exist only in the cloud. */
function isForServices(statement: unknown): boolean {
  return z.object({ Principal: servicePrincipal }).safeParse(statement).success;
}

function sourcesOf(condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>): readonly string[] | null {
  const named = Object.values(condition).flatMap((operands) =>
    Object.entries(operands).flatMap(([key, value]) => (key.toLowerCase() === 'aws:sourcearn' ? [value].flat() : [])),
  );
  return named.length === 0 ? null : named.map(String);
}

function ofPermission(properties: unknown, resolve: (value: unknown) => unknown): readonly ServiceGrant[] {
  const parsed = permissionSchema.safeParse(resolve(properties));
  if (!parsed.success) return [];
  const { Action, FunctionName, Principal, SourceArn } = parsed.data;
  return [
    {
      resource: nameInArn(FunctionName),
      service: Principal,
      action: Action.toLowerCase(),
      sources: SourceArn === undefined ? null : [SourceArn],
    },
  ];
}
