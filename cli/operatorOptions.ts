import { InvalidArgumentError, Option } from 'commander';

/** The names that operator commands share; the environment may hold each, as that of the local stack does. */
export const operatorOptions = {
  stack: () =>
    new Option('--stack <NAME>', 'the deployed stack, whose tables and queues CloudFormation names').env(
      'MS_MRI_CHECK_STACK',
    ),
  directoryTable: () =>
    new Option('--table <TABLE>', 'name of the Directory table, instead of --stack').env(
      'MS_MRI_CHECK_DIRECTORY_TABLE',
    ),
  studiesTable: () =>
    new Option('--studies-table <TABLE>', 'name of the Studies table, instead of --stack').env(
      'MS_MRI_CHECK_STUDIES_TABLE',
    ),
  settleQueue: () =>
    new Option('--settle-queue <URL>', 'of the Settle queue, instead of --stack').env('MS_MRI_CHECK_SETTLE_QUEUE'),
};

/** An argument that is a day of the calendar, as `YYYY-MM-DD`. */
export function calendarDay(value: string): string {
  const day = new Date(`${value}T00:00:00Z`);
  const isDay =
    /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
  if (!isDay) throw new InvalidArgumentError('It must be a day of the calendar, as YYYY-MM-DD.');
  return value;
}

/** An argument that is a whole number from 1 to `most`. */
export function upTo(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= 1 && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
  };
}
