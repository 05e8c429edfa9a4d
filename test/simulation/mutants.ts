import type { Mutation } from './model/bundledFunctions.ts';

/** A way in which the product could be wrong, and how to make it so. */
export type Mutant = { readonly name: string; readonly mutation: Mutation };

/**
 * Each would look reasonable to somebody, somewhere, and the simulation must notice it. What needs two evaluations to meet within a
 * moment it meets too seldom: that is held in `test/functions/evaluate`; and that no message is written down before it is sent, or where it could not be, in
 * `test/functions/ingest`, since what failed mostly comes again and is sent then.
 */
export const mutants: readonly Mutant[] = [
  mutant(
    'an older event of a key overwrites a newer one',
    'functions/tables/studyArrivals.ts',
    "            ConditionExpression: 'attribute_not_exists(pk) OR sequencer < :sequencer',\n            ExpressionAttributeValues: { ':sequencer': item.sequencer },\n",
    '',
  ),
  mutant(
    'sequencers are compared as they come',
    'core/records/sequencer.ts',
    "sequencer.toUpperCase().padStart(width, '0')",
    'sequencer.toUpperCase()',
  ),
  mutant(
    'an object is read whatever has become of it since its event',
    'functions/ingest/objectReader.ts',
    'notice.eTag === null ? {}',
    'notice.eTag !== null ? {}',
  ),
  mutant(
    'the settle message is sent before the arrival is counted',
    'functions/ingest/settleStudy.ts',
    '  const study = await recordTouch(touched, dependencies);',
    '  await dependencies.settle.send({ site, studyInstanceUid, arrival: 1, complete: false });\n  return void (await recordTouch(touched, dependencies));\n  const study = await recordTouch(touched, dependencies);',
  ),
  mutant(
    'a study that fails to settle does not fail its messages',
    'functions/ingest/ingestBatch.ts',
    '      fail(study.messageIds, error);\n',
    '',
  ),
  mutant(
    'an object that fails does not fail its message',
    'functions/ingest/ingestBatch.ts',
    '      fail([messageId], error);\n      return null;',
    '      return null;',
  ),
  mutant(
    'a newer arrival supersedes, sent or not',
    'functions/evaluate/readiness.ts',
    'if (givesWay && isSeenLater(study, nowMs)) return',
    'return',
  ),
  mutant(
    'the settle message is left out though none was sent',
    'functions/ingest/settleStudy.ts',
    'if (claimed || !lookToCome)',
    'if (claimed || study.sentArrival === undefined)',
  ),
  mutant(
    'a settle message is relied on after it was handed out',
    'functions/ingest/nextLook.ts',
    '< nextLookMs;',
    '< nextLookMs + 60_000;',
  ),
  mutant(
    'an arrival that relies on a settle message counts as sent itself',
    'functions/ingest/settleStudy.ts',
    '  if (!claimed) settledHere.add(study.pk, folderDigests);',
    '  else if (!claimed) await dependencies.studies.recordSent(study, study.nextLookMs ?? null);\n  if (!claimed) settledHere.add(study.pk, folderDigests);',
  ),
  mutant(
    'a settle message that is sent once more waits a whole quiet period',
    'functions/evaluate/evaluateStudyMessage.ts',
    'const delaySeconds = seconds === null ? undefined : Math.min(seconds, longestDelaySeconds);',
    'const delaySeconds = seconds === -1 ? 0 : undefined;',
  ),
  mutant(
    'a revision is written whoever wrote it before',
    'functions/tables/studyVerdicts.ts',
    "Item: item, ConditionExpression: 'attribute_not_exists(pk)'",
    'Item: item',
  ),
  mutant(
    'each look makes a new revision, changed or not',
    'functions/evaluate/evaluateStudyMessage.ts',
    'latest.inputDigest !== digest ||',
    "latest.inputDigest !== '' ||",
  ),
  mutant(
    'a verdict is announced only by whoever wrote it',
    'functions/evaluate/evaluateStudyMessage.ts',
    '  await announceVerdicts(study, unannounced, announcing);',
    '  if (isNew) await announceVerdicts(study, unannounced, announcing);',
  ),
  mutant(
    'a revision counts as announced before it is published',
    'functions/evaluate/announceVerdicts.ts',
    '    await publish(verdictEvent(study, verdict));\n    await verdicts.recordAnnounced(study, verdict.revision);',
    '    await verdicts.recordAnnounced(study, verdict.revision);\n    await publish(verdictEvent(study, verdict));',
  ),
  mutant(
    'an older verdict becomes the latest again',
    'functions/tables/studyVerdicts.ts',
    'attribute_not_exists(latestRevision) OR latestRevision <= :revision',
    'attribute_not_exists(latestRevision) OR latestRevision <> :none',
  ),
  mutant(
    'a claim is taken without asking',
    'functions/tables/deliveries.ts',
    "'attribute_not_exists(pk) OR (#status = :claimed AND leaseUntilMs <= :now)'",
    "'attribute_not_exists(pk) OR #status = :claimed OR leaseUntilMs <= :now'",
  ),
  mutant(
    'a claim whose holder died is never given up',
    'functions/tables/deliveries.ts',
    "'attribute_not_exists(pk) OR (#status = :claimed AND leaseUntilMs <= :now)'",
    "'attribute_not_exists(pk) OR (#status = :claimed AND leaseUntilMs < :now AND leaseUntilMs > :now)'",
  ),
  mutant(
    'a notice counts as sent before it is',
    'functions/delivery/deliverOnce.ts',
    '    await send();',
    '    await deliveries.markSent(delivery, now());\n    await send();',
  ),
  mutant(
    'the mail client tries again by itself',
    'functions/delivery/deliverOnce.ts',
    '    await send();',
    '    await send().catch(send);',
  ),
  mutant(
    'a claim is given back after a time-out too',
    'functions/delivery/deliverOnce.ts',
    'return status !== null && status >= 400 && status < 500;',
    'return status === null || status >= 400;',
  ),
  mutant(
    'what did not change is told again',
    'functions/notify/tellClinic.ts',
    "  if (event.outcome === event.previousOutcome) return skipped('same-outcome');\n",
    '',
  ),
  mutant(
    'a notice that was held up is sent after its correction',
    'functions/notify/tellClinic.ts',
    "  if (await dependencies.deliveries.isSuperseded(delivery)) return 'superseded';\n",
    '',
  ),
  mutant(
    'a later mail to one contact keeps earlier ones from all',
    'functions/tables/deliveries.ts',
    ' && audienceOf(item.sk) === audienceOf(sk)',
    '',
  ),
  mutant(
    'an event whose webhook could not be queued counts as told',
    'functions/notify/tellClinic.ts',
    '.catch((error: unknown) => failures.push(error))',
    '.catch(() => 0)',
  ),
  mutant(
    'a notice is tried again at once',
    'functions/notify/waitAfterFailure.ts',
    'waits[Math.max(tries, 1) - 1] ?? 0',
    '0 * tries',
  ),
  mutant(
    'a webhook that does not take an event is not asked again',
    'functions/webhook/tellWebhook.ts',
    'if (status < 200 || status > 299) throw',
    'if (status < 0) throw',
  ),
  mutant(
    'a webhook is asked again at once',
    'functions/webhook/waitAfterTry.ts',
    'waits[Math.max(tries, 1) - 1] ?? 0',
    '0 * tries',
  ),
  mutant(
    'all webhooks of a site are signed with one secret',
    'functions/webhook/tellWebhook.ts',
    'event.site, item.salt)',
    "event.site, 'item.salt')",
  ),
  mutant(
    'of a replaced object both are counted',
    'core/records/currentObjects.ts',
    '(item: InstanceItem | RejectItem) => latest.get(bucketObjectOf(item)) === item.sequencer',
    '(item: InstanceItem | RejectItem) => latest.has(bucketObjectOf(item))',
  ),
  mutant(
    'of an image in several places the oldest counts',
    'core/records/currentObjects.ts',
    'return item.sequencer > other.sequencer;',
    'return item.sequencer < other.sequencer;',
  ),
  mutant(
    'what an archive held before counts beside what it holds',
    'core/records/instanceSet.ts',
    '      archiveDigest,\n      sequencer,\n      bytesRead',
    '      sequencer,\n      bytesRead',
  ),
  mutant(
    'the images of an archive that share an item are named by the archive alone',
    'core/records/instanceSet.ts',
    "objectKeyDigest(members.join('\\n'))",
    "objectKeyDigest('')",
  ),
  mutant(
    'images that share an item forget when their archive was dropped',
    'core/records/instanceSet.ts',
    '    archiveDigest,\n    sequencer,\n    keyDigests',
    "    archiveDigest,\n    sequencer: ''.padStart(40, '0'),\n    keyDigests",
  ),
  mutant(
    'images are told of before they are stored',
    'functions/ingest/takeArchive.ts',
    '    await dependencies.studies.putObjectItem(item);',
    '    void dependencies.studies.putObjectItem(item).catch(() => {});',
  ),
  mutant(
    'images that wait for others are left when the archive ends',
    'functions/ingest/inSets.ts',
    '    waiting = [];\n  }\n  yield* setsOf(waiting);',
    '    waiting = [];\n  }',
  ),
  mutant(
    'how often an object was dropped makes a new revision',
    'core/records/inputDigest.ts',
    "['instance', instanceOf(item), packedText(item.header)]",
    "['instance', instanceOf(item), packedText(item.header), item.sequencer]",
  ),
  mutant(
    'the folders of a study are read before it is listed in them',
    'functions/ingest/settleStudy.ts',
    '    folders.putStudySeen(site, digest, studyInstanceUid),\n',
    '    Promise.resolve(digest),\n',
  ),
  mutant(
    'a study is judged while an archive of it is read',
    'functions/evaluate/readiness.ts',
    "if (readingSeconds !== null) return { kind: 'wait'",
    "if (readingSeconds === 0) return { kind: 'wait'",
  ),
  mutant(
    'an archive that failed is waited for no longer than its run',
    'functions/ingest/ingestBatch.ts',
    'settlingReserveMs + nextTrySeconds * 1000 + marginMs',
    'settlingReserveMs + 0 * nextTrySeconds * marginMs',
  ),
  mutant(
    'an archive that came late is not sent once more',
    'functions/ingest/lateArchives.ts',
    'await intake.send(sentOnceMore(notice),',
    'void (sentOnceMore(notice),',
  ),
  mutant(
    'a second study in a folder is no news to the first',
    'functions/ingest/settleStudy.ts',
    '  if (touched.touches.length > 0) await settleNeighbours(touched, folderItems, dependencies);\n',
    '',
  ),
  mutant(
    'a study.json has only those looked at that wait',
    'functions/ingest/settleStudy.ts',
    "touched.news === 'complete' ?",
    "touched.news !== 'none' ?",
  ),
  mutant(
    'a later study is not looked at again',
    'functions/evaluate/announceVerdicts.ts',
    '  if (unannounced.length > 0 || former !== null) await lookAtLaterStudies(study, former, dependencies);\n',
    '',
  ),
  mutant(
    'a study that was looked at quietly stays quiet',
    'functions/evaluate/evaluateStudyMessage.ts',
    'const quiet = isQuiet(study, message);',
    'const quiet = isQuiet(study, message) || (latest?.quiet === true && !isSentLoudly(study));',
  ),
  mutant(
    'what a quiet look found first is told to nobody',
    'functions/evaluate/evaluateStudyMessage.ts',
    ' || (isKept(latest) && isForSomebody)',
    '',
  ),
  mutant(
    'what is quiet counts as told',
    'functions/evaluate/evaluateStudyMessage.ts',
    "latest.outcome === 'not-applicable' || latest.quiet === true ?",
    "latest.outcome === 'not-applicable' ?",
  ),
  mutant(
    'only the first page of a study is read',
    'functions/tables/queryAll.ts',
    'while (from !== undefined)',
    'while (from === null)',
  ),
  mutant(
    'the log names the object',
    'functions/ingest/handler.ts',
    '    reportBatch(result);',
    "    reportBatch(result);\n    logger.info('Batch', { bodies: event.Records.map(({ body }) => decodeURIComponent(body)) });",
  ),
];

function mutant(name: string, file: string, from: string, to: string): Mutant {
  return { name, mutation: { file, from, to } };
}
