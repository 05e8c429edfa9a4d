import { expect } from 'vitest';
import type { Ingest } from '../harness/loadedFunctions.ts';
import type { Pipeline } from '../harness/pipeline.ts';
import { created } from '../harness/queueMessages.ts';

/** Drops into one folder of the test's site, each taken in at once. */
export function examDrops(pipeline: Pipeline, ingest: Ingest, siteOfTest: () => string) {
  const newestMessage = () => pipeline.settleMessages().at(-1)?.body ?? '';
  return {
    newestMessage,
    /** Drops one object, takes it in, and answers the settle message that came of it, or as an older one is sent once more for it. */
    async drop(name: string, bytes: Uint8Array | string, sequencer = '01'): Promise<string> {
      const site = siteOfTest();
      const key = `incoming/${site}/exam/${name}`;
      pipeline.bucket.put(key, bytes);
      const sent = pipeline.settleMessages().length;
      expect(await ingest([created(pipeline.bucket, { key, sequencer })])).toEqual([]);
      return pipeline.settleMessages().length > sent ? newestMessage() : messageOfLatest(pipeline, site);
    },
  };
}

async function messageOfLatest(pipeline: Pipeline, site: string): Promise<string> {
  const items = await pipeline.itemsOf(site);
  const studies = items.filter(({ sk, pk }) => sk === 'STUDY' && String(pk).startsWith('STUDY#'));
  const latest = studies.sort((one, other) => Number(one.quietAtMs) - Number(other.quietAtMs)).at(-1);
  const { studyInstanceUid, arrivals: arrival } = latest ?? {};
  return JSON.stringify({ site, studyInstanceUid, arrival, complete: false });
}
