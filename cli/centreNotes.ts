/** What a centre drops beside its images: no object of a study, and no fault in a folder. */
export const centreNotes: ReadonlySet<string> = new Set(['study.json', '_COMPLETE']);
