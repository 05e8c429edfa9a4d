/**
 * The days of the studies that a replay takes unless it is told others: also those that somebody who took a study's own day away is likely to
 * have put there instead. A month that holds nothing costs one query.
 */
export const allDays = { from: '1900-01-01', until: '2100-12-31' } as const;
