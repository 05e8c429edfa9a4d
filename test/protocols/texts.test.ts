import { describe, expect, it } from 'vitest';
import { compileTextsFile } from '../../core/protocol/compileProtocol.ts';
import { protocols, requirementTexts } from '../../core/protocol/index.ts';

const own = {
  patient: { what: 'Bilder.', why: 'Darum.' },
  technologist: { what: 'FLAIR.', why: 'Darum.' },
};

describe('what a requirement is and why it matters', () => {
  it('is said in English of every requirement of every edition', () => {
    const silent = protocols
      .flatMap(({ requirements }) => requirements)
      .filter((requirement) => requirementTexts(requirement, 'en') === undefined);
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  it('is said in the language, in its primary one, else in English', () => {
    const requirement = { id: 'brain.flair', texts: { de: own } };
    expect(requirementTexts(requirement, 'de')).toBe(own);
    expect(requirementTexts(requirement, 'de-AT')).toBe(own);
    expect(requirementTexts(requirement, 'fr')).toBe(requirementTexts({ id: 'brain.flair' }, 'en'));
  });

  it("is a requirement's own before the shared one, and nothing where there is neither", () => {
    expect(requirementTexts({ id: 'brain.flair', texts: { en: own } }, 'en')).toBe(own);
    expect(requirementTexts({ id: 'brain.of-our-own' }, 'en')).toBeUndefined();
  });

  it('never tells a patient what a picture shows of them', () => {
    const words = protocols
      .flatMap(({ requirements }) => requirements)
      .flatMap((requirement) => Object.values(requirementTexts(requirement, 'en')?.patient ?? {}));
    expect(words.filter((text) => /\b(lesions?|your|you)\b/i.test(text))).toEqual([]);
  });

  it('is refused with its line where a part is missing', () => {
    expect(() => compileTextsFile('en.yaml', 'brain.flair:\n  patient: { what: A., why: B. }\n')).toThrow(
      /^en\.yaml:\d+: brain\.flair\.technologist: /,
    );
  });
});
