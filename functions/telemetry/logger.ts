import { Logger } from '@aws-lambda-powertools/logger';

/**
 * Lines carry studyKey, counts and codes. Never a header value, an object key (file names hold patients' names), an event
 * body or an error's message (parsers quote their input).
 */
export const logger = new Logger();
