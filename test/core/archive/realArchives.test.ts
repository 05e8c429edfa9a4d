import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultArchiveLimits, readArchivedHeaders } from '../../../core/archive/index.ts';
import { type HeaderReading, readHeader } from '../../../core/dicom/index.ts';
import { file, type PackedFile, recorded, tarOf, tgzOf, zipOf } from './packedArchives.ts';

const folder = join(import.meta.dirname, '../../../../shared/dicom');

/** Left out where the collection of real headers is not beside the repository; one file in eight, for time. */
describe.runIf(existsSync(folder))('real images of all vendors (../shared/dicom, where it is there)', () => {
  it.each([
    ['zip', zipOf],
    ['stored zip', (files: readonly PackedFile[]) => zipOf(files, { compress: false })],
    ['tar', tarOf],
    ['tgz', tgzOf],
  ])('read out of a %s as they are read by themselves', async (_kind, pack) => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .filter((_, index) => index % 8 === 0)
      .map((path) => file(path.slice(folder.length + 1), readFileSync(path)));
    const readings: (HeaderReading | string)[] = [];
    const options = { limits: defaultArchiveLimits, concurrency: 4 };
    for await (const item of readArchivedHeaders(recorded(await pack(files)).source, options)) {
      readings.push(item.kind === 'object' ? item.reading : item.note);
    }
    expect(readings).toEqual(files.map(({ content }) => readHeader(content, content.length)));
  });
});
