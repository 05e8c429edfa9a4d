import packageJson from '../../package.json' with { type: 'json' };

/** The version of everything that decides: part of a verdict's input digest, so that a new engine may make a new revision. */
export const engineVersion: string = packageJson.version;
