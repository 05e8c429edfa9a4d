import { afterEach, expect, test, vi } from 'vitest';
import { MissingSettingError, optionalJsonSetting } from '../../../functions/settings/environment.ts';

afterEach(() => vi.unstubAllEnvs());

test('a JSON setting that is not set, or set to nothing, is null', () => {
  vi.stubEnv('LIMITS', undefined);
  expect(optionalJsonSetting('LIMITS')).toBeNull();
  vi.stubEnv('LIMITS', '');
  expect(optionalJsonSetting('LIMITS')).toBeNull();
});

test('a JSON setting is what it says', () => {
  vi.stubEnv('LIMITS', '{"entries":500000}');
  expect(optionalJsonSetting('LIMITS')).toEqual({ entries: 500_000 });
});

test('a JSON setting that is no JSON is refused by its name', () => {
  vi.stubEnv('LIMITS', '{entries:1}');
  expect(() => optionalJsonSetting('LIMITS')).toThrow(MissingSettingError);
  expect(() => optionalJsonSetting('LIMITS')).toThrow(
    'The environment variable LIMITS is not valid JSON: set it anew.',
  );
});
