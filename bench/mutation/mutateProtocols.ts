import { readdirSync, readFileSync } from 'node:fs';
import { intervalMutants, intervalSurvivors, protocolMutants, survivors } from '../../core/library/index.ts';
import { readProtocolFile } from '../../core/protocol/compileProtocol.ts';

export type ProtocolScore = {
  readonly file: string;
  readonly mutants: number;
  /** "brain.flair: level required → optional" */
  readonly survivors: readonly string[];
};

const folder = new URL('../../protocols/', import.meta.url);

/** For every file of protocols/: how many changes of one thing none of its own examples notices. */
export function mutateProtocols(): readonly ProtocolScore[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((file) => {
      const { protocol, examples, intervalExamples } = readProtocolFile(
        file,
        readFileSync(new URL(file, folder), 'utf8'),
      );
      return {
        file,
        mutants: protocolMutants(protocol).length + intervalMutants(protocol).length,
        survivors: [
          ...survivors(protocol, examples).map(({ requirement, what }) => `${requirement}: ${what}`),
          ...intervalSurvivors(protocol, intervalExamples).map(({ interval, what }) => `${interval}: ${what}`),
        ],
      };
    });
}
