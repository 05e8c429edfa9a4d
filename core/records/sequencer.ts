const width = 40;

/**
 * S3's sequencer at a fixed width, so that string order is arrival order of one object key's events. Sequencers are
 * hexadecimal numbers of differing lengths; the greater number is the later event (S3 event message structure).
 * An event without one sorts first.
 */
export function comparableSequencer(sequencer: string): string {
  return sequencer.toUpperCase().padStart(width, '0');
}
