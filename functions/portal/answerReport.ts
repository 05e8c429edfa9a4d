import { readReportPath, storedReport } from '../../core/records/index.ts';
import { renderPage } from '../../core/report/index.ts';
import { checkSignedPath } from '../links/signedLink.ts';
import type { StudyVerdicts } from '../tables/studyVerdicts.ts';
import { type Answer, htmlAnswer, jsonAnswer } from './answer.ts';
import { plainPage } from './plainPage.ts';

export type ReportRequest = {
  readonly path: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** Of the Accept header. */
  readonly accept: string;
};

export type AnswerReportDependencies = {
  readonly verdicts: Pick<StudyVerdicts, 'findStudy' | 'readVerdict'>;
  readonly linkSecret: () => Promise<string>;
  readonly now: () => number;
};

/** Answers a signed report link with the report as a page or as the contract's JSON. Nothing is looked up for a forged link. */
export async function answerReport(request: ReportRequest, dependencies: AnswerReportDependencies): Promise<Answer> {
  const address = readReportPath(request.path);
  if (address === null) return refusal(404);
  const link = { path: request.path, e: request.query.e ?? '', s: request.query.s ?? '' };
  const check = checkSignedPath(await dependencies.linkSecret(), link, Math.floor(dependencies.now() / 1000));
  if (check === 'forged') return refusal(403);
  if (check === 'expired') return refusal(410);

  const { site, studyKey, revision } = address;
  const studyInstanceUid = await dependencies.verdicts.findStudy(site, studyKey);
  const verdict =
    studyInstanceUid === null ? null : await dependencies.verdicts.readVerdict(site, studyInstanceUid, revision);
  if (verdict === null) return refusal(404);
  const report = storedReport(verdict);
  return wantsJson(request) ? jsonAnswer(report) : htmlAnswer(200, renderPage(report));
}

function wantsJson({ query, accept }: ReportRequest): boolean {
  if (query.format !== undefined) return query.format === 'json';
  return accept.includes('application/json') && !accept.includes('text/html');
}

const refusals = {
  403: {
    title: 'This link does not open a report',
    advice: 'It may have been cut off when it was copied. Open it from the e-mail again, the whole of it.',
  },
  404: {
    title: 'There is no such report',
    advice: 'It may have been removed. Please ask the centre that took the images.',
  },
  410: {
    title: 'This link has expired',
    advice: 'A link opens its report for 30 days. Please ask the centre that took the images for a new one.',
  },
} as const;

function refusal(status: keyof typeof refusals): Answer {
  const { title, advice } = refusals[status];
  return htmlAnswer(status, plainPage(title, advice));
}

/** Said when we failed, without saying how. */
export function failureAnswer(): Answer {
  return htmlAnswer(500, plainPage('The report cannot be shown just now', 'Please try again in a few minutes.'));
}
