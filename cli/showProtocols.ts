import { type Ask, type Constraint, type Protocol, protocols, type Requirement } from '../core/protocol/index.ts';
import { levelWords } from '../core/report/index.ts';
import { chooseProtocol } from './chooseProtocols.ts';

/** `protocols list`: one line for each edition. */
export function listProtocols(): void {
  const lines = protocols.map(({ id, revision, status, inForce, title }) => {
    const period = inForce.until === null ? `since ${inForce.from}` : `${inForce.from} to ${inForce.until}`;
    return `${id}@${revision}  ${status}, in force ${period}  ${title}`;
  });
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** `protocols show ID`: what the edition asks, for which indication, and where its source says so. */
export function showProtocol(name: string): void {
  process.stdout.write(`${protocolLines(chooseProtocol(name)).join('\n')}\n`);
}

function protocolLines(protocol: Protocol): readonly string[] {
  const { authors, journal, year, doi } = protocol.publication;
  return [
    `${protocol.title} (${protocol.id}@${protocol.revision}, ${protocol.status})`,
    `${authors.replace(/\.$/, '')}. ${journal.includes(String(year)) ? journal : `${journal} ${year}`}. https://doi.org/${doi}`,
    protocol.scope,
    ...protocol.requirements.flatMap((requirement) => ['', ...requirementLines(requirement)]),
  ];
}

function requirementLines({ id, title, rationale, asks, indications }: Requirement): readonly string[] {
  return [
    `${id}: ${title}`,
    `  ${rationale}`,
    ...askLines(asks, '  '),
    ...Object.entries(indications).map(([indication, { level, verification, citation, unless }]) => {
      const exception = unless === undefined ? '' : `, ${levelWords[unless.level]} where ${unless.because}`;
      return `  ${indication}: ${levelWords[level]}${exception} (${citation}; ${verification})`;
    }),
  ];
}

function askLines(ask: Ask, indent: string): readonly string[] {
  switch (ask.kind) {
    case 'one':
      return [`${indent}one ${ask.sequence.join(' or ')}${constraintWords(ask.constraints)}`];
    case 'every':
      return [`${indent}every acquisition${constraintWords(ask.constraints)}`];
    case 'anyOf':
      return [`${indent}any of`, ...ask.of.flatMap((each) => askLines(each, `${indent}  `))];
    case 'atLeast':
      return [
        `${indent}${ask.count === ask.of.length ? 'all' : `at least ${ask.count}`} of`,
        ...ask.of.flatMap((each) => askLines(each, `${indent}  `)),
      ];
    case 'imaged':
      return [`${indent}${ask.region} imaged too, here or in another study within ${ask.withinDays} days`];
  }
}

function constraintWords(constraints: readonly Constraint[]): string {
  return constraints.map((constraint) => `; ${constraintWord(constraint)}`).join('');
}

function constraintWord(constraint: Constraint): string {
  if ('oneOf' in constraint) return `${constraint.property} ${constraint.oneOf.join(' or ')}`;
  const { property, unit, min, max } = constraint;
  const limits = [
    ...(min === undefined ? [] : [`at least ${min} ${unit}`]),
    ...(max === undefined ? [] : [`at most ${max} ${unit}`]),
  ];
  return `${property} ${limits.join(', ')}`;
}
