/** Orders names and numbers that may be infinite: negative where `a` comes first, 0 where they are the same. */
export function ascending<T extends string | number>(a: T, b: T): number {
  return Number(a > b) - Number(a < b);
}
