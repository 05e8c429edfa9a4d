/** Arithmetic on days of the calendar, `YYYY-MM-DD`: no clock, no time zone. */

/** The same day of the month `months` later (earlier, if negative), or the last day of a month that is shorter. */
export function plusMonths(day: string, months: number): string {
  const { year, month, date } = partsOf(day);
  const count = year * 12 + (month - 1) + months;
  const [laterYear, laterMonth] = [Math.floor(count / 12), (((count % 12) + 12) % 12) + 1];
  return written(laterYear, laterMonth, Math.min(date, daysIn(laterYear, laterMonth)));
}

/** So many days later (earlier, if negative). */
export function plusDays(day: string, days: number): string {
  const { year, month, date } = partsOf(day);
  const later = new Date(Date.UTC(year, month - 1, date + days));
  return written(later.getUTCFullYear(), later.getUTCMonth() + 1, later.getUTCDate());
}

/** Whole months from one day to a later one, and the days beyond them. `null` when it is not later or the same. */
export function monthsBetween(from: string, to: string): { readonly months: number; readonly days: number } | null {
  if (to < from) return null;
  const [start, end] = [partsOf(from), partsOf(to)];
  const whole = (end.year - start.year) * 12 + end.month - start.month;
  // Of the last days of months, several may lead to the same day: the most months that fit.
  const months = plusMonths(from, whole) <= to ? whole : whole - 1;
  return { months, days: daysBetween(plusMonths(from, months), to) };
}

/** How many days lie between two, whichever is the earlier one. */
export function daysApart(one: string, other: string): number {
  return Math.abs(daysBetween(one, other));
}

function daysBetween(from: string, to: string): number {
  const [start, end] = [partsOf(from), partsOf(to)];
  const ms = Date.UTC(end.year, end.month - 1, end.date) - Date.UTC(start.year, start.month - 1, start.date);
  return ms / 86_400_000;
}

function partsOf(day: string): { readonly year: number; readonly month: number; readonly date: number } {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  const [year, month, date] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])];
  if (match === null || month < 1 || month > 12 || date < 1 || date > daysIn(year, month)) {
    throw new RangeError(`"${day}" is no day of the calendar, YYYY-MM-DD.`);
  }
  return { year, month, date };
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function written(year: number, month: number, date: number): string {
  return [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(date).padStart(2, '0')].join('-');
}
