import {
  atRiskInAll,
  type ComparisonLine,
  type ComparisonSection,
  comparisonSections,
  comparisonSources,
  intervalSection,
} from './comparisonSections.ts';
import { comparisonOutcomeSentences, comparisonOutcomeSigns, comparisonOutcomeWords } from './comparisonWords.ts';
import { Html, html } from './html.ts';
import type { StudyReport } from './report.ts';
import { studyWithoutDate } from './words.ts';

const nothing = new Html('');

/** The comparison with an earlier study as a section of the clinic's page; nothing without one. */
export function comparisonPage({ comparison, acquisitions }: StudyReport): Html {
  if (comparison === null) return nothing;
  const { outcome, priorStudyDate, notes } = comparison;
  const interval = intervalSection(comparison);
  const risk = atRiskInAll(comparison);
  const date =
    priorStudyDate === null ? studyWithoutDate : html`<time datetime="${priorStudyDate}">${priorStudyDate}</time>`;
  return html`<section>
<h3>Compared with the earlier study of ${date}</h3>
<ul class="outcomes">
<li class="${outcomeTones[outcome]}"><span class="status"><span aria-hidden="true">${comparisonOutcomeSigns[outcome]} </span>${comparisonOutcomeWords[outcome]}</span>: ${comparisonOutcomeSentences[outcome]}.</li>
</ul>
${
  risk === null && notes.length === 0
    ? nothing
    : html`<dl>${entry('At risk', risk)}${notes.map((note) => entry('Note', note))}</dl>
`
}<ul class="requirements">
${comparisonSections(comparison, acquisitions).map(section)}${interval === null ? nothing : section(interval)}</ul>
<h4>Why it matters</h4>
<ul class="source">
${comparisonSources(comparison).map((source) => html`<li>${source}</li>\n`)}</ul>
</section>
`;
}

const outcomeTones = {
  comparable: 'good',
  'comparable-with-remarks': 'good',
  'not-comparable': 'bad',
  'cannot-tell': 'open',
} as const;

const lineWords: Readonly<Record<ComparisonLine['sign'], { readonly word: string; readonly tone: string }>> = {
  '✓': { word: 'As asked', tone: 'good' },
  '✗': { word: 'Differs', tone: 'bad' },
  '!': { word: 'Remark', tone: 'open' },
  '?': { word: 'Cannot tell', tone: 'open' },
};

function section({ title, lines, atRisk, alike }: ComparisonSection): Html {
  return html`<li>
<h4>${title}</h4>
${lines.map(line)}${
  atRisk === null && alike === null
    ? nothing
    : html`<dl>${entry('At risk', atRisk)}${entry('Alike', alike)}</dl>
`
}</li>
`;
}

function line({ sign, text }: ComparisonLine): Html {
  const { word, tone } = lineWords[sign];
  return html`<p class="${tone}"><span class="status"><span aria-hidden="true">${sign} </span>${word}</span>: ${text}</p>\n`;
}

function entry(term: string, description: string | null): Html {
  return description === null ? nothing : html`<dt>${term}</dt><dd>${description}</dd>`;
}
