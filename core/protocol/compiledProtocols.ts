import compiled from '../../protocols/compiled.json' with { type: 'json' };
import type { Protocol, RequirementTexts } from './protocol.ts';

type CompiledProtocols = {
  readonly texts: Readonly<Record<string, Readonly<Record<string, RequirementTexts>>>>;
  readonly protocols: readonly { readonly sha256: string; readonly protocol: Protocol }[];
};

const document: unknown = compiled;

/**
 * What `protocols/compile.ts` wrote, by id, then revision. Each protocol went through the schema there and a test holds the committed
 * file to that; to parse it again at every start would take longer than to read and judge a study.
 */
export const compiledProtocols = (document as CompiledProtocols).protocols;

/** The shared words: language → requirement id → words. */
export const compiledTexts = (document as CompiledProtocols).texts;
