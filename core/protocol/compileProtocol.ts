import { type Document, type ErrorCode, isAlias, isNode, LineCounter, parseDocument, type YAMLParseError } from 'yaml';
import { z } from 'zod';
import type { Example } from './example.ts';
import type { IntervalExample } from './intervalExample.ts';
import { isNow, plainWords } from './plainWords.ts';
import type { Protocol, RequirementTexts } from './protocol.ts';
import { protocolFileSchema, protocolSchema, requirementTextsSchema } from './protocolSchema.ts';

/** A protocol file that cannot be used; `message` lists every fault with its line and what to do. */
export class ProtocolFileError extends Error {
  override readonly name = 'ProtocolFileError';
}

/** A protocol file that was read: what the engine uses, its examples, and where each part stands. */
export type ProtocolFile = {
  readonly protocol: Protocol;
  readonly examples: readonly Example[];
  readonly intervalExamples: readonly IntervalExample[];
  /** The line of what stands at a path of the file, or of the nearest thing around it. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
};

/**
 * One YAML protocol file → the protocol that the engine uses.
 * @throws ProtocolFileError naming file, line and path of each fault
 */
export function compileProtocol(fileName: string, yaml: string): Protocol {
  return readProtocolFile(fileName, yaml).protocol;
}

/**
 * One YAML file of shared words: requirement id → words.
 * @throws ProtocolFileError naming file, line and path of each fault
 */
export function compileTextsFile(fileName: string, yaml: string): Readonly<Record<string, RequirementTexts>> {
  return parseAs(z.record(z.string(), requirementTextsSchema), fileName, yaml).data;
}

/**
 * One YAML protocol file, with its examples.
 * @throws ProtocolFileError naming file, line and path of each fault
 */
export function readProtocolFile(fileName: string, yaml: string): ProtocolFile {
  const { data, lineOf } = parseAs(protocolFileSchema, fileName, yaml);
  const { terms: _terms, $schema: _schema, examples, intervalExamples, ...protocol } = data;
  return { protocol: protocolSchema.parse(protocol), examples, intervalExamples, lineOf };
}

function parseAs<Schema extends z.ZodType>(
  schema: Schema,
  fileName: string,
  yaml: string,
): { readonly data: z.output<Schema>; readonly lineOf: ProtocolFile['lineOf'] } {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, uniqueKeys: true });
  if (document.errors.length > 0) {
    const faults = brokenYaml(document.errors, lines).map((fault) => `${fileName}:${fault}`);
    throw new ProtocolFileError(faults.join('\n'));
  }
  const data = toPlainData(fileName, document);
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new ProtocolFileError(
      `${fileName}:1: the file ${isNow(data)}: write names with values, as in protocols/*.yaml`,
    );
  }
  const read = schema.safeParse(data, { error: plainWords });
  if (!read.success) {
    const faults = saidOnce(withoutFollowing(read.error.issues.flatMap(withinUnions)), document);
    throw new ProtocolFileError(faults.map((issue) => describe(fileName, issue, document, lines)).join('\n'));
  }
  return { data: read.data, lineOf: (path) => lineOf(path, document, lines) };
}

/** Of the usual mistakes in YAML; the library's words are good for the others. */
const yamlWords: Readonly<Partial<Record<ErrorCode, string>>> = {
  DUPLICATE_KEY: 'this name stands here twice: remove one',
  TAB_AS_INDENT: 'indent with spaces, not with tabs',
  MULTIPLE_DOCS: 'a protocol file is one document: remove what follows ---',
};

/** What breaks the YAML, once for each line: one mistake has many consequences. */
function brokenYaml(errors: readonly YAMLParseError[], lines: LineCounter): readonly string[] {
  const tabs = errors.filter(({ code }) => code === 'TAB_AS_INDENT');
  const byLine = Map.groupBy(tabs.length > 0 ? tabs : errors, ({ pos: [at] }) => lines.linePos(at).line);
  return [...byLine].flatMap(([line, [first]]) => {
    if (first === undefined) return [];
    const [what = ''] = first.message.split(/ at line |:?\n/);
    return `${line}: ${yamlWords[first.code] ?? what}`;
  });
}

function toPlainData(fileName: string, document: Document.Parsed): unknown {
  try {
    // Every shared term is an alias; the library's default of 100 is meant for untrusted input and too few here.
    return document.toJS({ maxAliasCount: 2000 });
  } catch (error) {
    throw new ProtocolFileError(`${fileName}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Of a union no branch of which fits, what is wrong with the branch that was meant: the one that was followed farthest. */
function withinUnions(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const depth = (branch: readonly z.core.$ZodIssue[]) => Math.max(...branch.map(({ path }) => path.length));
  const meant = issue.errors.reduce((best, branch) => (depth(branch) > depth(best) ? branch : best));
  return meant.flatMap((inner) => withinUnions({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** Where a key is unknown, what is missing beside it follows from that: the key is all there is to mend. */
function withoutFollowing(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  const holders = issues.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => path.join('.'));
  return issues.filter(({ code, path }) => {
    const isOfHolder = code === 'custom' && holders.includes(path.join('.'));
    const isItsValues = path.at(-1) === 'oneOf' && holders.includes(path.slice(0, -1).join('.'));
    return !isOfHolder && !isItsValues;
  });
}

/** A fault of a shared term shows wherever the term is used: it is said of the term alone. */
function saidOnce(issues: readonly z.core.$ZodIssue[], document: Document): readonly z.core.$ZodIssue[] {
  const ofTerms = new Set(issues.filter(({ path }) => path[0] === 'terms').map(({ message }) => message));
  return issues.filter((issue) => {
    const node = document.getIn(issue.path, true);
    const isWrittenHere = isNode(node) && !isAlias(node);
    return issue.path[0] === 'terms' || isWrittenHere || !ofTerms.has(issue.message);
  });
}

function describe(fileName: string, issue: z.core.$ZodIssue, document: Document, lines: LineCounter): string {
  const where = issue.path.map(String).join('.') || 'the file';
  return `${fileName}:${lineOf(issue.path, document, lines)}: ${where}: ${issue.message}`;
}

/** The line of the value, or of the nearest thing around it that is written in the file itself (not behind an alias). */
function lineOf(path: readonly PropertyKey[], document: Document, lines: LineCounter): number {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
