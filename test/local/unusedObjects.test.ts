import { expect, it } from 'vitest';
import { objectKeyDigest } from '../../core/records/index.ts';
import { groupUnused } from '../../local/unusedObjects.ts';

const key = (path: string): string => `incoming/demo-centre/${path}`;
const rejected = (path: string, reason: string) => ({ keyDigest: objectKeyDigest(key(path)), reason });

it('objects that were not used are told by dropped folder and reason, the first few by name', () => {
  const cut = ['scan/t1/4.dcm', 'scan/t1/3.dcm', 'scan/t2/2.dcm', 'scan/t1/1.dcm'];
  const keys = [...cut, 'scan/all.zip', 'other/1.dcm', 'loose.dcm', 'used/1.dcm'].map(key);
  const rejects = [
    ...cut.map((path) => rejected(path, 'It is cut off.')),
    rejected('scan/all.zip', 'It is an archive.'),
    rejected('other/1.dcm', 'It is cut off.'),
    rejected('loose.dcm', 'It is cut off.'),
    rejected('gone/1.dcm', 'It is cut off.'),
  ];
  expect(groupUnused(rejects, keys)).toEqual([
    { folder: 'scan', reason: 'It is cut off.', objects: 4, paths: ['t1/1.dcm', 't1/3.dcm', 't1/4.dcm'] },
    { folder: 'scan', reason: 'It is an archive.', objects: 1, paths: ['all.zip'] },
    { folder: 'other', reason: 'It is cut off.', objects: 1, paths: ['1.dcm'] },
    { folder: '/', reason: 'It is cut off.', objects: 1, paths: ['loose.dcm'] },
    { folder: null, reason: 'It is cut off.', objects: 1, paths: [] },
  ]);
});
