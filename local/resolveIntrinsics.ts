import { LocalStackError } from './localStackError.ts';

/** Where the names in a template's intrinsic functions lead. Both throw when there is no answer. */
export type Scope = {
  /** A resource's, a parameter's or a pseudo parameter's value. */
  readonly ref: (name: string) => string;
  readonly getAtt: (logicalId: string, attribute: string) => string;
};

/**
 * The value with every CloudFormation intrinsic function replaced by what it stands for: Ref, Fn::GetAtt, Fn::Join, Fn::Sub, Fn::Select
 * and Fn::Split. A property that is `{ Ref: 'AWS::NoValue' }` is left out.
 *
 * @param where named in messages: the resource and the property.
 * @throws {LocalStackError} for any other intrinsic function.
 */
export function resolveIntrinsics(value: unknown, scope: Scope, where: string): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      isNoValue(item) ? [] : [resolveIntrinsics(item, scope, `${where}[${index}]`)],
    );
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined && (only[0] === 'Ref' || only[0].startsWith('Fn::'))) {
    return applyIntrinsic(only[0], only[1], scope, where);
  }
  return Object.fromEntries(
    entries
      .filter(([, item]) => !isNoValue(item))
      .map(([key, item]) => [key, resolveIntrinsics(item, scope, `${where}.${key}`)]),
  );
}

function applyIntrinsic(name: string, argument: unknown, scope: Scope, where: string): unknown {
  switch (name) {
    case 'Ref':
      return scope.ref(asText(argument, name, where));
    case 'Fn::GetAtt': {
      const [logicalId, ...attribute] =
        typeof argument === 'string' ? argument.split('.') : asTexts(argument, name, where);
      return scope.getAtt(logicalId ?? '', attribute.join('.'));
    }
    case 'Fn::Join': {
      const [separator, parts] = asList(argument, name, where);
      return asTexts(resolveIntrinsics(parts, scope, where), name, where).join(asText(separator, name, where));
    }
    case 'Fn::Select': {
      const [index, list] = asList(argument, name, where);
      const chosen = asList(resolveIntrinsics(list, scope, where), name, where)[Number(index)];
      if (chosen === undefined) throw new LocalStackError(`${where}: Fn::Select ${String(index)} is outside its list`);
      return chosen;
    }
    case 'Fn::Split': {
      const [separator, text] = asList(argument, name, where);
      return asText(resolveIntrinsics(text, scope, where), name, where).split(asText(separator, name, where));
    }
    case 'Fn::Sub':
      return substitute(argument, scope, where);
    default:
      throw new LocalStackError(`${where}: the local stack does not know the intrinsic function ${name}`);
  }
}

function substitute(argument: unknown, scope: Scope, where: string): string {
  const [text, locals] = typeof argument === 'string' ? [argument, {}] : asList(argument, 'Fn::Sub', where);
  const values = resolveIntrinsics(locals, scope, where);
  return asText(text, 'Fn::Sub', where).replaceAll(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    if (isObject(values) && name in values) return asText(values[name], 'Fn::Sub', where);
    const dot = name.indexOf('.');
    return dot < 0 ? scope.ref(name) : scope.getAtt(name.slice(0, dot), name.slice(dot + 1));
  });
}

function isNoValue(value: unknown): boolean {
  return isObject(value) && value.Ref === 'AWS::NoValue';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asText(value: unknown, name: string, where: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new LocalStackError(`${where}: ${name} needs text here, not ${JSON.stringify(value)}`);
}

function asTexts(value: unknown, name: string, where: string): readonly string[] {
  return asList(value, name, where).map((item) => asText(item, name, where));
}

function asList(value: unknown, name: string, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new LocalStackError(`${where}: ${name} needs a list here, not ${JSON.stringify(value)}`);
}
