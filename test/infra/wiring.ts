import { z } from 'zod';
import type { Resource, Synthesis } from './synthesize.ts';

export type FunctionName = 'ingest' | 'backfill' | 'evaluate' | 'notify' | 'webhook' | 'portal';

const statementSchema = z.looseObject({
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.union([z.string(), z.array(z.string())]).transform((actions) => [actions].flat()),
  Resource: z.unknown().optional(),
  Condition: z.record(z.string(), z.unknown()).optional(),
  Principal: z.unknown().optional(),
});
export type Statement = z.infer<typeof statementSchema>;

/** The logical ids that a value's `Ref`s and `Fn::GetAtt`s lead to. */
export function referredIds(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referredIds);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [z.string().parse(inner)];
    if (key === 'Fn::GetAtt') return [z.tuple([z.string(), z.string()]).parse(inner)[0]];
    return referredIds(inner);
  });
}

export function statementsOf(policy: Readonly<Record<string, unknown>> | undefined): readonly Statement[] {
  return z.object({ PolicyDocument: z.object({ Statement: z.array(statementSchema) }) }).parse(policy).PolicyDocument
    .Statement;
}

/** Questions to a synthesized stack. */
export function wiringOf({ resources, propertiesOf }: Synthesis) {
  return {
    functionNamed,
    /** Every statement that the function's role has. */
    permissionsOf(name: FunctionName): readonly Statement[] {
      const roleId = only(referredIds(functionNamed(name)[1].Properties.Role));
      return [...propertiesOf('AWS::IAM::Policy').values()]
        .filter(({ Roles }) => referredIds(Roles).includes(roleId))
        .flatMap(statementsOf);
    },
    environmentOf(name: FunctionName): Readonly<Record<string, unknown>> {
      return environmentSchema.parse(functionNamed(name)[1].Properties).Environment.Variables;
    },
    /** Logical id of the queue whose messages the function gets. */
    queueReadBy(name: FunctionName): string {
      const [functionId] = functionNamed(name);
      const mappings = [...propertiesOf('AWS::Lambda::EventSourceMapping').values()];
      return only(
        mappings
          .filter(({ FunctionName: reader }) => referredIds(reader).includes(functionId))
          .flatMap(({ EventSourceArn }) => referredIds(EventSourceArn)),
      );
    },
    /** Logical ids of what resource policies of this type close to plain HTTP; `target` is the property that names it. */
    refusePlainHttp(policyType: string, target: string): ReadonlySet<string> {
      const policies = [...propertiesOf(policyType).values()].filter((policy) =>
        statementsOf(policy).some(deniesPlainHttp),
      );
      return new Set(policies.flatMap((policy) => referredIds(policy[target])));
    },
  };

  function functionNamed(name: FunctionName): readonly [logicalId: string, resource: Resource] {
    return only(
      Object.entries(resources).filter(
        ([, { Type, Properties }]) =>
          Type === 'AWS::Lambda::Function' &&
          environmentSchema.parse(Properties).Environment.Variables.POWERTOOLS_SERVICE_NAME === name,
      ),
    );
  }
}

const environmentSchema = z.object({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }) });

function deniesPlainHttp({ Effect, Principal, Condition }: Statement): boolean {
  const everyone = Principal === '*' || (typeof Principal === 'object' && Object.values(Principal ?? {}).includes('*'));
  const plain = z.object({ Bool: z.object({ 'aws:SecureTransport': z.literal('false') }) }).safeParse(Condition);
  return Effect === 'Deny' && everyone && plain.success;
}

function only<T>(items: readonly T[]): T {
  const [first, ...others] = items;
  if (first === undefined || others.length > 0) throw new Error(`Expected exactly one, found ${items.length}.`);
  return first;
}
