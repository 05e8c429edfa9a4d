export { MsMriCheckStack } from './msMriCheckStack.ts';
export { defaultSettings, readSettings, SettingError, type Settings } from './settings.ts';
