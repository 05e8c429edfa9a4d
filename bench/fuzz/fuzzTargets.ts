import type * as archiveDoor from '../../core/archive/index.ts';
import type * as dicomDoor from '../../core/dicom/index.ts';
import { archiveTarget } from './archiveTarget.ts';
import type { Check } from './checkMutant.ts';
import { checkMutant } from './checkMutant.ts';
import type { CorpusFile } from './corpus.ts';
import { jsonTarget } from './jsonTarget.ts';
import { mutantMaker } from './mutant.ts';

/** Something that is fuzzed: makes its mutant of an index, reads it and judges the result. */
export type Target = {
  readonly check: (index: number) => Check | Promise<Check>;
  /** The mutant itself, to keep when it fails, and how it was made. */
  readonly input: (index: number) => { readonly bytes: Uint8Array; readonly origin: string };
};

/** The readers that are fuzzed. */
export type Readers = Pick<typeof dicomDoor, 'readHeader' | 'readDicomJson'> & Pick<typeof archiveDoor, 'visitArchive'>;

/** Which target an index belongs to: mostly DICOM bytes. */
export async function fuzzTargets(
  { files, seed }: { readonly files: readonly CorpusFile[]; readonly seed: number },
  { readHeader, readDicomJson, visitArchive }: Readers,
): Promise<(index: number) => Target> {
  const mutantOf = mutantMaker(files, seed);
  const dicom: Target = { check: (index) => checkMutant(readHeader, mutantOf(index)), input: mutantOf };
  const json = jsonTarget(readDicomJson, seed);
  const archive = await archiveTarget(visitArchive, files, seed);
  return (index) => (index % 32 === 0 ? json : index % 32 === 1 ? archive : dicom);
}
