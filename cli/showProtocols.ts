import { conditionInWords, diffProtocols, indicationNames, intervalLines, leafInWords } from '../core/library/index.ts';
import {
  type Ask,
  indications,
  type Protocol,
  type Publication,
  protocols,
  type Requirement,
} from '../core/protocol/index.ts';
import { levelWords } from '../core/report/index.ts';
import { chooseProtocol } from './chooseProtocols.ts';

/** `protocols list`: one line for each edition. */
export function listProtocols(): void {
  const lines = protocols.map(({ id, revision, status, territory, inForce, title }) => {
    const period = inForce.until === null ? `since ${inForce.from}` : `${inForce.from} to ${inForce.until}`;
    const where = territory === 'international' ? '' : `, only where named (${territory})`;
    const held = status === 'draft' ? 'draft, only where named' : `${status}, in force ${period}${where}`;
    return `${id}@${revision}  ${held}  ${title}`;
  });
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** `protocols show ID`: what the edition asks, for which indication, and where its source says so. */
export async function showProtocol(name: string): Promise<void> {
  process.stdout.write(`${protocolLines(await chooseProtocol(name)).join('\n')}\n`);
}

/** `protocols diff A B`: what the second edition asks otherwise than the first. */
export async function diffTwoProtocols(before: string, after: string): Promise<void> {
  const lines = diffProtocols(await chooseProtocol(before), await chooseProtocol(after));
  process.stdout.write(`${lines.join('\n')}\n`);
}

function protocolLines(protocol: Protocol): readonly string[] {
  return [
    `${protocol.title} (${protocol.id}@${protocol.revision}, ${protocol.status})`,
    ...[protocol.publication, ...(protocol.companions ?? [])].map(publicationLine),
    protocol.scope,
    ...protocol.requirements.flatMap((requirement) => ['', ...requirementLines(requirement)]),
    ...intervalLines(protocol),
  ];
}

function publicationLine({ authors, journal, year, doi }: Publication): string {
  const where = journal.includes(String(year)) ? journal : `${journal} ${year}`;
  return `${authors.replace(/\.$/, '')}. ${where}.${doi === null ? '' : ` https://doi.org/${doi}`}`;
}

function requirementLines(requirement: Requirement): readonly string[] {
  const { id, title, rationale, asks, onlyWhere, indications: demands } = requirement;
  return [
    `${id}: ${title}`,
    `  ${rationale}`,
    ...askLines(asks, '  '),
    ...(onlyWhere === undefined ? [] : [`  ${conditionInWords(onlyWhere)}`]),
    ...indications.flatMap((indication) => {
      const demand = demands[indication];
      if (demand === undefined) return [];
      const { level, verification, citation, unless, when } = demand;
      const other = unless ?? when;
      const exception = other === undefined ? '' : `, ${levelWords[other.level]} where ${other.because}`;
      return `  ${indicationNames[indication]}: ${levelWords[level]}${exception} (${citation}; ${verification})`;
    }),
  ];
}

function askLines(ask: Ask, indent: string): readonly string[] {
  switch (ask.kind) {
    case 'one':
      return [`${indent}one ${leafInWords(ask)}`];
    case 'every':
    case 'imaged':
      return [`${indent}${leafInWords(ask)}`];
    case 'anyOf':
      return [`${indent}any of`, ...ask.of.flatMap((each) => askLines(each, `${indent}  `))];
    case 'atLeast':
      return [
        `${indent}${ask.count === ask.of.length ? 'all' : `at least ${ask.count}`} of`,
        ...ask.of.flatMap((each) => askLines(each, `${indent}  `)),
      ];
  }
}
