import type { AcquisitionHeader } from '../../core/dicom/index.ts';
import { type InstanceItem, storedHeaders } from '../../core/records/index.ts';
import { mostHeaderCharacters, StudyTooLargeError } from '../tables/studyTooLarge.ts';

/** The headers of all images of a study. @throws StudyTooLargeError */
export function headersOf(instances: readonly InstanceItem[]): readonly AcquisitionHeader[] {
  const headers = storedHeaders(instances, mostHeaderCharacters);
  if (headers !== null) return headers;
  throw new StudyTooLargeError(
    `The headers of ${instances.length} images are more than ${mostHeaderCharacters} characters.`,
  );
}
