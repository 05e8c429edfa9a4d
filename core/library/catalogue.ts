import type { Ask, Demand, Indication, Protocol, Verification } from '../protocol/index.ts';
import { intervalInWords, situationInWords } from '../protocol/intervalInWords.ts';
import { askInFull } from './askInFull.ts';
import { conditionInWords } from './demandWords.ts';
import { unreadPart } from './unreadPart.ts';

// Only types of the protocols' door, and words: the catalogue is written together with the file that stands behind that door.
const columns: readonly (readonly [Indication, string])[] = [
  ['diagnosis', 'Diagnosis'],
  ['monitoring', 'Monitoring'],
  ['pml-safety', 'PML safety'],
];

/** `protocols/README.md`: every requirement of every edition in one table, with its sources and how far each was verified. */
export function catalogue(protocols: readonly Protocol[]): string {
  return [
    '<!-- Written by `npm run protocols:compile`; do not edit. -->',
    '# The guideline library',
    '',
    'Each edition is one YAML file here, with its own examples, which `npm test` runs. What it asks of slices and pixels:',
    '`npx ms-mri-check protocols show ID`; what changed between two: `protocols diff A B`; whether a file is sound: `protocols lint FILE`.',
    '',
    '**P** read in the paper (`primary`) · **R** read in a publication that reproduces or quotes it (`reproduced`) · **U** not read yet',
    '(`pending`): shown, and alone never "not compliant". What is named after a letter is pending although the rest was read.',
    '',
    '## Editions',
    '',
    '| Edition | Status | In force | Chosen by itself | Publication |',
    '|---|---|---|---|---|',
    ...protocols.map(editionRow),
    '',
    '## Requirements',
    '',
    `| Edition | Requirement | Asked | ${columns.map(([, title]) => title).join(' | ')} | Source |`,
    `|---|---|---|${columns.map(() => '---').join('|')}|---|`,
    ...protocols.flatMap(requirementRows),
    '',
    '## Time between MRIs of the brain',
    '',
    'Held against the last MRI by `check --prior`; it never changes an outcome. What is counted from a treatment is shown and not judged.',
    '',
    '| Edition | For | Situation | Asked | Beside a limit | Source |',
    '|---|---|---|---|---|---|',
    ...protocols.flatMap(intervalRows),
    '',
  ].join('\n');
}

function editionRow({
  id,
  revision,
  status,
  territory,
  inForce,
  publication,
  companions = [],
  title,
}: Protocol): string {
  const isChosen = status !== 'draft' && territory === 'international';
  const where = territory === 'international' ? '' : ` (${territory})`;
  const works = [publication, ...companions].map(
    ({ authors, journal, doi }) =>
      `${authors.replace(/\.$/, '')}. ${journal}${doi === null ? '' : `, [doi](https://doi.org/${doi})`}`,
  );
  return row([
    `**${id}@${revision}**<br>${title}`,
    status,
    inForce.until === null ? `since ${inForce.from}` : `${inForce.from} to ${inForce.until}`,
    `${isChosen ? 'yes' : 'no'}${where}`,
    works.join('<br>'),
  ]);
}

function requirementRows({ id: edition, requirements }: Protocol): readonly string[] {
  return requirements.map(({ id, title, asks, onlyWhere, indications }) =>
    row([
      edition,
      `\`${id}\`<br>${title}`,
      [...askInFull(asks), conditionInWords(onlyWhere)].filter((words) => words !== '').join('<br>'),
      ...columns.map(([indication]) => demandCell(asks, indications[indication])),
      [...new Set(Object.values(indications).map(({ citation }) => citation))].join('<br>'),
    ]),
  );
}

function intervalRows({ id: edition, intervals = [], intervalGrace }: Protocol): readonly string[] {
  const grace = intervalGrace === undefined ? '–' : `${intervalGrace.days} days (${intervalGrace.source})`;
  return intervals.map((interval) =>
    row([
      edition,
      columns.find(([indication]) => indication === interval.indication)?.[1] ?? interval.indication,
      situationInWords(interval),
      `${intervalInWords(interval)} **${tags[interval.verification]}**`,
      grace,
      interval.citation,
    ]),
  );
}

function demandCell(asks: Ask, demand: Demand | undefined): string {
  if (demand === undefined) return '–';
  const { level, verification, unless, when } = demand;
  const other = unless ?? when;
  const unread = unreadPart(asks, demand);
  return `${level}${other === undefined ? '' : `; ${other.level} where ${other.because}`} **${tags[verification]}**${unread === null ? '' : `, ${unread} pending`}`;
}

const tags: Readonly<Record<Verification, string>> = { primary: 'P', reproduced: 'R', pending: 'U' };

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}
