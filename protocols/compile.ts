import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
// Not through the folder's door: that one needs the file which is written here.
import { compileProtocol, ProtocolFileError } from '../core/protocol/compileProtocol.ts';
import { protocolDigest } from '../core/protocol/protocolDigest.ts';
import { protocolFileSchema } from '../core/protocol/protocolSchema.ts';

const folder = import.meta.dirname;

/** What `protocols/*.yaml` gives now: file name → content. */
export function compileProtocols(): Readonly<Record<'compiled.json' | 'protocol.schema.json', string>> {
  const compiled = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => compileProtocol(`protocols/${name}`, readFileSync(join(folder, name), 'utf8')))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.revision - b.revision))
    .map((protocol) => ({ sha256: protocolDigest(protocol), protocol }));
  const keys = compiled.map(({ protocol }) => `${protocol.id}@${protocol.revision}`);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) {
    throw new ProtocolFileError(`protocols/: ${twice} is in two files; raise the revision of one or remove it`);
  }
  return {
    'compiled.json': asJson({ schema: 'ms-mri-check/compiled-protocols/1', protocols: compiled }),
    'protocol.schema.json': asJson({
      title: 'MS MRI protocol: one guideline edition',
      ...z.toJSONSchema(protocolFileSchema, { io: 'input' }),
    }),
  };
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
