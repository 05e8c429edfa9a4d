import { z } from 'zod';

/**
 * A UID as part of a table key. DICOM PS3.5 section 9 allows digits and full stops only; letters and hyphens are let
 * through because de-identification tools write them, while `#`, blanks and control characters never are.
 */
export const dicomUidSchema = z.string().regex(/^[0-9A-Za-z._-]{1,64}$/, {
  error: 'a UID is 1 to 64 digits and full stops (DICOM PS3.5 section 9)',
});
