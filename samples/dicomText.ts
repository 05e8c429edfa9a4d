/** A decimal string of at most 16 characters (VR DS, DICOM PS3.5 6.2), without exponent and without negative zero. */
export function decimalString(value: number, decimals = 9): string {
  const text = value.toFixed(decimals);
  if (Number(text) === 0) return '0';
  const trimmed = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return trimmed.slice(0, 16);
}

const secondsPerDay = 86_400;

/** Time of day (VR TM) `seconds` after midnight, to the microsecond as scanners write it. */
export function timeString(seconds: number): string {
  if (seconds < 0 || seconds >= secondsPerDay)
    throw new RangeError(`a sample study must stay within one day: ${seconds} s`);
  const micros = Math.round(seconds * 1e6);
  const whole = Math.floor(micros / 1e6);
  const pair = (value: number) => String(value).padStart(2, '0');
  const fraction = String(micros % 1e6).padStart(6, '0');
  return `${pair(Math.floor(whole / 3600))}${pair(Math.floor(whole / 60) % 60)}${pair(whole % 60)}.${fraction}`;
}
