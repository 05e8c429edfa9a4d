import { join } from 'node:path';
import { firstReadSize } from '../../core/dicom/index.ts';
import type { LocalBucket } from './localBucket.ts';
import { dcmdumpVersion, pydicomVersion } from './machine.ts';
import { type Measured, measuredProcess } from './measuredProcess.ts';

export type Contender = {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** What of it is measured: by default the whole process, start-up included; else what a process that is warm says. */
  readonly timed?: 'whole process' | 'warm loop';
};

export type ReadingLine = {
  readonly name: string;
  readonly timed: 'whole process' | 'warm loop';
  readonly runs: readonly Measured[];
};

/** The rows that others are compared with. */
export const floorName = 'floor: open, read 8 KiB, close';
export const warmFloorName = 'floor, in a warm process';
export const oursName = 'this project, reading alone: folder';
export const warmOursName = 'this project, reading alone, in a warm process';

const here = import.meta.dirname;
const node = process.execPath;
/** The first two of them warm up. */
const passes = '5';

/**
 * Everyone who reads the same files; `pydicom` and `dcmdump` where they are installed.
 *
 * @param reader what `bundledReader` made
 */
export function contenders(
  reader: string,
  folder: string,
  zip: string,
  { url, env }: Pick<LocalBucket, 'url' | 'env'>,
  out: string,
): readonly Contender[] {
  const script = (name: string, ...args: readonly string[]) => [node, join(here, name), ...args];
  return [
    { name: 'Node alone: an empty program', command: [node, '-e', ''] },
    { name: floorName, command: script('floor.js', folder, String(firstReadSize)) },
    {
      name: warmFloorName,
      command: script('floor.js', folder, String(firstReadSize), passes),
      timed: 'warm loop',
    },
    { name: oursName, command: [node, reader, folder] },
    { name: warmOursName, command: [node, reader, folder, passes], timed: 'warm loop' },
    { name: 'this project, reading alone: zip', command: [node, reader, zip] },
    { name: 'this project, reading alone: local S3 emulator', command: [node, reader, url], env },
    { name: 'this project, the whole command `acquisitions`', command: wholeCommand('acquisitions', folder, out) },
    { name: 'dicom-parser', command: script('readDicomParser.js', folder) },
    { name: 'dcmjs', command: script('readDcmjs.js', folder) },
    ...(pydicomVersion() === null
      ? []
      : [{ name: 'pydicom, `stop_before_pixels`', command: ['python3', join(here, 'read_pydicom.py'), folder] }]),
    ...(dcmdumpVersion() === null
      ? []
      : [
          {
            name: 'dcmdump',
            command: ['sh', '-c', `find "${folder}" -type f -print0 | xargs -0 dcmdump -q -M > /dev/null 2>&1 || true`],
          },
        ]),
  ];
}

/** The command as a user starts it, its report in a file. */
export function wholeCommand(name: 'acquisitions' | 'check', folder: string, out: string): readonly string[] {
  return [node, join(here, '../../cli/ms-mri-check.js'), name, folder, '--format', 'json', '--out', out];
}

/** Every contender once in each round, so that what slows the machine slows all. */
export async function rounds(all: readonly Contender[], runs: number): Promise<readonly ReadingLine[]> {
  const measured = new Map<string, Measured[]>(all.map(({ name }) => [name, []]));
  for (let run = 0; run < runs; run += 1) {
    for (const { name, command, env } of all) measured.get(name)?.push(await measuredProcess(command, env));
  }
  return all.map(({ name, timed = 'whole process' }) => ({ name, timed, runs: measured.get(name) ?? [] }));
}
