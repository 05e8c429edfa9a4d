/** A study of more than evaluate has memory and time for: it is not judged, and its message ends as a dead letter that says so. */
export class StudyTooLargeError extends Error {
  override readonly name = 'StudyTooLargeError';
}

/** Of one study, and of what lies beside it without an owner; an examination has some thousands. */
export const mostObjects = 40_000;

/** Of JSON text of all headers of a study together, which take some four times as much memory. */
export const mostHeaderCharacters = 96 * 1024 * 1024;

/** @throws StudyTooLargeError */
export function refuseTooMany(objects: number): void {
  if (objects <= mostObjects) return;
  throw new StudyTooLargeError(`More than ${mostObjects} objects are of this study or beside it: none was judged.`);
}
