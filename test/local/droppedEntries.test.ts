import { expect, it } from 'vitest';
import { type Entry, readDropped } from '../../local/uploadPage/droppedEntries.js';

const file = (name: string): Entry<string> => ({
  name,
  isFile: true,
  file: (resolve) => resolve(`content of ${name}`),
});

/** Hands out a hundred at a time, as Chromium does. */
const folder = (name: string, children: readonly Entry<string>[]): Entry<string> => ({
  name,
  isFile: false,
  createReader: () => {
    const left = [...children];
    return { readEntries: (resolve) => resolve(left.splice(0, 100)) };
  },
});

it('a dropped folder gives every file below it, a loose file goes into the folder for such', async () => {
  const entries = [
    folder('scan', [folder('t1', [file('1.dcm')]), folder('empty', []), file('study.json')]),
    file('a.dcm'),
  ];
  expect(await readDropped(entries, 'upload-1')).toEqual({
    files: [
      { path: 'upload-1/a.dcm', file: 'content of a.dcm' },
      { path: 'scan/study.json', file: 'content of study.json' },
      { path: 'scan/t1/1.dcm', file: 'content of 1.dcm' },
    ],
    unreadable: [],
  });
});

it('a folder of more files than its reader hands out at once is read to the end', async () => {
  const names = Array.from({ length: 250 }, (_, index) => `${index}.dcm`);
  const { files } = await readDropped([folder('flair', names.map(file))], 'upload-1');
  expect(files.map(({ path }) => path)).toEqual(names.map((name) => `flair/${name}`));
});

it('what cannot be read is named, and the rest goes on', async () => {
  const gone: Entry<string> = {
    name: 'gone.dcm',
    isFile: true,
    file: (_, reject) => reject(new Error('NotFoundError')),
  };
  const closed: Entry<string> = {
    name: 'closed',
    isFile: false,
    createReader: () => ({ readEntries: (_, reject) => reject(new Error('NotReadableError')) }),
  };
  expect(await readDropped([folder('scan', [gone, closed, file('1.dcm')])], 'upload-1')).toEqual({
    files: [{ path: 'scan/1.dcm', file: 'content of 1.dcm' }],
    unreadable: ['scan/gone.dcm', 'scan/closed'],
  });
});
