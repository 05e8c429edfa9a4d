import { parentPort } from 'node:worker_threads';
import { type FileToRead, fileReader } from './fileReader.ts';
import { packObjects } from './packedObjects.ts';

// The far end of `readingThreads`: a list of files comes in, what was read of them goes out.
if (parentPort === null) throw new Error('This runs on a thread of its own; see readingThreads.ts.');
const port = parentPort;
const readFile = fileReader();
port.on('message', (files: readonly FileToRead[]) => port.postMessage(packObjects(files.map(readFile))));
port.postMessage('ready');
