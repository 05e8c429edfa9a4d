import { isDeepStrictEqual } from 'node:util';
import { type AcquisitionHeader, frameAttributes } from './acquisitionHeader.ts';

/** Whether two headers say the same, however it is spread over `shared` and `frames`. */
export function sameHeader(one: AcquisitionHeader, other: AcquisitionHeader): boolean {
  return isDeepStrictEqual(spelledOut(one), spelledOut(other));
}

function spelledOut(header: AcquisitionHeader) {
  const { shared, frames, ...rest } = header;
  return { ...rest, frames: frames.map((frame) => frameAttributes(header, frame)) };
}
