import { z } from 'zod';
import { rejectCodes } from '../dicom/index.ts';

/** Why an object in the bucket was not used: the header reader's codes and those that arise before it is asked. */
export const objectRejectCodes = [
  ...rejectCodes,
  'invalid-site',
  'unregistered-site',
  'invalid-study-json',
  'invalid-uid',
] as const;
export const objectRejectCodeSchema = z.enum(objectRejectCodes);
export type ObjectRejectCode = z.infer<typeof objectRejectCodeSchema>;
