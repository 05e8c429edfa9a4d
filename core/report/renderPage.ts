import { findProtocol } from '../protocol/index.ts';
import { acquisitionCells, acquisitionColumns, referencesOf, repeatsOf, scannersOf } from './acquisitionWords.ts';
import { comparisonPage } from './comparisonPage.ts';
import { Html, html } from './html.ts';
import { pageStyle } from './pageStyle.ts';
import { reasonsOf, remarksOf } from './remarks.ts';
import type { Reading, Report, ReportedAcquisition, StudyReport } from './report.ts';
import { type GroupedRequirement, groupVerdicts, type VerdictGroup } from './requirementGroups.ts';
import { whyNothingJudged } from './whyNothingJudged.ts';
import {
  bytesWords,
  citationWords,
  count,
  demandWords,
  disclaimer,
  examRegionWords,
  indicationWord,
  looseObjects,
  noAcquisitions,
  nothingRead,
  outcomeSentences,
  outcomeSigns,
  outcomeWords,
  productName,
  requirementSign,
  statusPhrase,
  studyWithoutDate,
} from './words.ts';

const nothing = new Html('');

/**
 * The report as one self-contained HTML page for a clinic: no script, no resource from elsewhere (and a policy that
 * forbids both), headings in order, every status in words. The address may be a secret link: no referrer, not indexed.
 */
export function renderPage(report: Report): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex, nofollow">
<title>${productName}: report</title>
<style>${new Html(pageStyle)}</style>
</head>
<body>
<header>
<h1>${productName}</h1>
<p class="quiet">Was this MRI acquired the way current guidelines ask?</p>
</header>
<main>
${report.studies.length === 0 ? html`<p>${nothingRead}</p>` : report.studies.map(study)}
</main>
<footer>
<p>${disclaimer}</p>
<p>Engine ${report.engine}</p>
</footer>
</body>
</html>
`.markup;
}

function study(report: StudyReport): Html {
  if (report.studyInstanceUid === null) {
    return html`<article><h2>${looseObjects}</h2>${reading(report.reading)}</article>\n`;
  }
  const date =
    report.studyDate === null
      ? studyWithoutDate
      : html`<time datetime="${report.studyDate}">${report.studyDate}</time>`;
  return html`<article>
<h2>Study of ${date}${report.studyDescription === null ? nothing : html` · ${report.studyDescription}`}</h2>
${scannersOf(report.acquisitions).map((scanner) => html`<p class="quiet">${scanner}</p>`)}
${verdicts(report)}
${comparisonPage(report)}${acquisitionTable(report.acquisitions)}
${reading(report.reading)}
</article>
`;
}

function verdicts(study: StudyReport): Html | readonly Html[] {
  const { verdicts: judged, acquisitions } = study;
  if (judged === undefined || judged.length === 0) return html`<p>${whyNothingJudged(study)}</p>`;
  return groupVerdicts(judged).map((group) => verdictGroup(group, acquisitions));
}

function verdictGroup(group: VerdictGroup, acquisitions: readonly ReportedAcquisition[]): Html {
  const title = findProtocol(group.protocol, group.revision)?.title;
  const edition = `${group.protocol}, revision ${group.revision}`;
  return html`<section>
<h3>${group.region === null ? 'Result' : examRegionWords[group.region]}</h3>
<p class="quiet">${title === undefined ? edition : `${title} (${edition})`}</p>
<ul class="outcomes">
${group.outcomes.map(
  ({ indication, outcome }) => html`<li class="${tones[outcome]}">${
    indication === null ? nothing : html`For ${indicationWord(indication)}: `
  }<span class="status"><span aria-hidden="true">${outcomeSigns[outcome]} </span>${outcomeWords[outcome]}</span>, ${outcomeSentences[outcome]}.</li>
`,
)}</ul>
${
  group.requirements.length === 0
    ? nothing
    : html`<ul class="requirements">
${group.requirements.map((each) => requirement(each, acquisitions))}</ul>`
}
</section>
`;
}

const tones = {
  compliant: 'good',
  'compliant-with-remarks': 'good',
  'not-compliant': 'bad',
  'cannot-tell': 'open',
  'not-applicable': '',
  met: 'good',
  'not-met': 'bad',
  unasked: '',
} as const;

function requirement(asked: GroupedRequirement, acquisitions: readonly ReportedAcquisition[]): Html {
  const { title, status, satisfiedBy, nearest, demands } = asked;
  const sign = requirementSign(asked);
  return html`<li class="${sign === '–' ? tones.unasked : tones[status]}">
<h4>${title}</h4>
<p><span class="status"><span aria-hidden="true">${sign} </span>${sentenceCase(statusPhrase(asked))}</span>; ${demandWords(demands)}</p>
<dl>
${satisfiedBy.length === 0 ? nothing : entry('Met by', referencesOf(satisfiedBy, acquisitions))}
${nearest === null ? nothing : [entry('Nearest', referencesOf([nearest.acquisition], acquisitions)), entry('To mend', nearest.remedy)]}
${reasonsOf(asked).map((reason) => entry('Why', reason))}
${remarksOf(asked).map((remark) => entry('Remark', remark))}
<dt>Source</dt>${[...new Set(demands.map(citationWords))].map((source) => html`<dd class="source">${source}</dd>`)}
</dl>
</li>
`;
}

function entry(term: string, description: string): Html {
  return html`<dt>${term}</dt><dd>${description}</dd>`;
}

function acquisitionTable(acquisitions: readonly ReportedAcquisition[]): Html {
  if (acquisitions.length === 0) return html`<p>${noAcquisitions}</p>`;
  return html`<h3>Acquisitions</h3>
<div class="wide" tabindex="0" role="region" aria-label="Acquisitions">
<table>
<caption>What was recognised in the study; “?” is what the headers do not say.</caption>
<thead><tr>${acquisitionColumns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${acquisitions.map((each) => html`<tr>${acquisitionCells(each).map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table>
</div>
${repeatsOf(acquisitions).map((repeat) => html`<p>${repeat}</p>`)}`;
}

function reading({ files, instances, bytesRead, bytesTotal, rejected }: Reading): Html {
  return html`<h3>What was read</h3>
<p>${count(files, 'file')}: ${count(instances, 'image object')}, ${bytesWords(bytesRead)} of ${bytesWords(bytesTotal)}.</p>
${
  rejected.length === 0
    ? nothing
    : html`<p>Not used:</p><ul>${rejected.map(({ path, reason }) => html`<li>${path}: ${reason}</li>\n`)}</ul>`
}`;
}

function sentenceCase(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
