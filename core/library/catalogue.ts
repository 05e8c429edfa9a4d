import type { Ask, Demand, Indication, Protocol } from '../protocol/index.ts';
import { askInFull } from './askInFull.ts';
import { unreadPart } from './unreadPart.ts';

// Only types of the protocols' door: the catalogue is written together with the file that stands behind it.
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
  return requirements.map(({ id, title, asks, indications }) =>
    row([
      edition,
      `\`${id}\`<br>${title}`,
      askInFull(asks).join('<br>'),
      ...columns.map(([indication]) => demandCell(asks, indications[indication])),
      [...new Set(Object.values(indications).map(({ citation }) => citation))].join('<br>'),
    ]),
  );
}

function demandCell(asks: Ask, demand: Demand | undefined): string {
  if (demand === undefined) return '–';
  const { level, verification, unless, when } = demand;
  const other = unless ?? when;
  const unread = unreadPart(asks, demand);
  const tag = { primary: 'P', reproduced: 'R', pending: 'U' }[verification];
  return `${level}${other === undefined ? '' : `; ${other.level} where ${other.because}`} **${tag}**${unread === null ? '' : `, ${unread} pending`}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}
