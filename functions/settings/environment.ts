/** The function was deployed without a setting that it cannot do without. */
export class MissingSettingError extends Error {
  override readonly name = 'MissingSettingError';
}

/** @throws MissingSettingError when the variable is not set. */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new MissingSettingError(`The environment variable ${name} is not set: set it on the function.`);
  }
  return value;
}

/** A whole number of seconds. @throws MissingSettingError when it is anything else. */
export function settingSeconds(name: string): number {
  const text = setting(name);
  if (!/^\d{1,7}$/.test(text)) {
    throw new MissingSettingError(`The environment variable ${name} is not a whole number of seconds.`);
  }
  return Number(text);
}

/** A JSON value, `null` when the variable is not set. @throws MissingSettingError when it is no JSON. */
export function optionalJsonSetting(name: string): unknown {
  const text = process.env[name];
  if (text === undefined || text === '') return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MissingSettingError(`The environment variable ${name} is not valid JSON: set it anew.`, { cause: error });
  }
}
