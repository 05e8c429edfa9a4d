import { describe, expect, it } from 'vitest';
import { encodeKey, isWanted, s3Event } from '../../local/bucketNotifications.ts';

describe('the S3 event', () => {
  it('has the shape that S3 sends', () => {
    const event = s3Event({
      bucket: 'studies',
      key: 'incoming/demo centre/IM 1.dcm',
      size: 12,
      eTag: 'abc',
      eventName: 'ObjectCreated:Put',
      eventTime: '2025-01-02T03:04:05.000Z',
      sequence: 255,
    });
    expect(event.Records).toEqual([
      expect.objectContaining({
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        eventTime: '2025-01-02T03:04:05.000Z',
        s3: expect.objectContaining({
          bucket: expect.objectContaining({ name: 'studies', arn: 'arn:aws:s3:::studies' }),
          object: { key: 'incoming/demo+centre/IM+1.dcm', size: 12, eTag: 'abc', sequencer: '0000000000000000FF' },
        }),
      }),
    ]);
  });

  it.each([
    ['a b', 'a+b'],
    ['a+b', 'a%2Bb'],
    ['a/b=c&d', 'a/b%3Dc%26d'],
    ['Schädel', 'Sch%C3%A4del'],
    ['100%', '100%25'],
  ])('encodes the key %s as %s', (key, encoded) => {
    expect(encodeKey(key)).toBe(encoded);
  });
});

describe('a notification configuration', () => {
  const Queue = 'arn:aws:sqs:us-east-1:000000000000:Intake';
  const rules = (...Rules: { Name: 'prefix' | 'suffix'; Value: string }[]) => ({ S3Key: { Rules } });
  const created = { key: 'incoming/a/1.dcm', eventName: 'ObjectCreated:Put' };

  it('without a filter wants every object', () => {
    expect(isWanted(created, { Event: 's3:ObjectCreated:*', Queue })).toBe(true);
  });

  it('wants only the keys with its prefix and suffix', () => {
    const wants = (Filter: ReturnType<typeof rules>) =>
      isWanted(created, { Event: 's3:ObjectCreated:*', Queue, Filter });
    expect(wants(rules({ Name: 'prefix', Value: 'incoming/' }))).toBe(true);
    expect(wants(rules({ Name: 'prefix', Value: 'incoming/' }, { Name: 'suffix', Value: '.zip' }))).toBe(false);
    expect(wants(rules({ Name: 'prefix', Value: 'outgoing/' }))).toBe(false);
  });

  it('wants only its own kind of event', () => {
    expect(isWanted(created, { Event: 's3:ObjectCreated:Put', Queue })).toBe(true);
    expect(isWanted(created, { Event: 's3:ObjectCreated:Copy', Queue })).toBe(false);
  });
});
