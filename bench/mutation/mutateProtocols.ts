import { readdirSync, readFileSync } from 'node:fs';
import { brokenExamples } from '../../core/library/index.ts';
import { readProtocolFile } from '../../core/protocol/compileProtocol.ts';
import { type ProtocolMutant, protocolMutants } from './protocolMutants.ts';

export type ProtocolScore = {
  readonly file: string;
  readonly mutants: number;
  readonly survivors: readonly ProtocolMutant[];
};

const folder = new URL('../../protocols/', import.meta.url);

/** For every file of protocols/: how many changes of one thing none of its own examples notices. */
export function mutateProtocols(): readonly ProtocolScore[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((file) => {
      const { protocol, examples } = readProtocolFile(file, readFileSync(new URL(file, folder), 'utf8'));
      const mutants = protocolMutants(protocol);
      const survivors = mutants.filter((mutant) => {
        const concerned = examples.filter(({ requirement }) => requirement === mutant.requirement);
        return brokenExamples(mutant.protocol, concerned).length === 0;
      });
      return { file, mutants: mutants.length, survivors };
    });
}

if (import.meta.main) {
  for (const { file, mutants, survivors } of mutateProtocols()) {
    console.log(`${file}: ${mutants - survivors.length} of ${mutants} noticed by the file's own examples`);
    for (const { requirement, what } of survivors) console.log(`  survives: ${requirement}: ${what}`);
  }
}
