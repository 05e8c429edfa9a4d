import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
// Not through the folder's door: that one needs the file which is written here.
import { catalogue } from '../core/library/catalogue.ts';
import { compileProtocol, compileTextsFile, ProtocolFileError } from '../core/protocol/compileProtocol.ts';
import type { Protocol } from '../core/protocol/index.ts';
import { protocolDigest } from '../core/protocol/protocolDigest.ts';
import { protocolFileSchema } from '../core/protocol/protocolSchema.ts';
import { type Digested, holdToReleased, readReleased } from './released.ts';

const folder = import.meta.dirname;

type CompiledName = 'compiled.json' | 'protocol.schema.json' | 'README.md';

/** Every edition of `protocols/*.yaml` with its digest, by id, then revision. */
export function compiledFiles(): readonly (Digested & { readonly protocol: Protocol })[] {
  const compiled = yamlIn(folder)
    .map((name) => compileProtocol(`protocols/${name}`, readFileSync(join(folder, name), 'utf8')))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.revision - b.revision))
    .map((protocol) => ({ sha256: protocolDigest(protocol), protocol }));
  const keys = compiled.map(({ protocol }) => `${protocol.id}@${protocol.revision}`);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) {
    throw new ProtocolFileError(`protocols/: ${twice} is in two files; raise the revision of one or remove it`);
  }
  return compiled;
}

/** What `protocols/*.yaml` and `protocols/texts/*.yaml` give now: file name → content. */
export function compileProtocols(): Readonly<Record<CompiledName, string>> {
  const compiled = compiledFiles();
  holdToReleased(readReleased(), compiled);
  return {
    'compiled.json': asJson({
      schema: 'ms-mri-check/compiled-protocols/1',
      texts: compileTexts(),
      protocols: compiled,
    }),
    'protocol.schema.json': asJson({
      title: 'MS MRI protocol: one guideline edition',
      ...z.toJSONSchema(protocolFileSchema, { io: 'input' }),
    }),
    'README.md': catalogue(compiled.map(({ protocol }) => protocol)),
  };
}

/** Language → requirement id → words. */
function compileTexts(): Readonly<Record<string, unknown>> {
  const texts = join(folder, 'texts');
  return Object.fromEntries(
    yamlIn(texts).map((name) => [
      name.replace('.yaml', ''),
      compileTextsFile(`protocols/texts/${name}`, readFileSync(join(texts, name), 'utf8')),
    ]),
  );
}

function yamlIn(path: string): readonly string[] {
  return readdirSync(path)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

if (import.meta.main) {
  try {
    for (const [name, content] of Object.entries(compileProtocols())) {
      writeFileSync(join(folder, name), content);
      console.log(`protocols/${name} written`);
    }
  } catch (error) {
    if (!(error instanceof ProtocolFileError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
