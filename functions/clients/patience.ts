/**
 * How long a service is waited for, in milliseconds, before a request counts as lost and is sent again. Without it one socket on which
 * nothing ever comes holds a whole batch until the function's own time is over.
 */
export const patience = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true };
