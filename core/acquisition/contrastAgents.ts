/** Trade names of gadolinium-based agents with their generic name, lower case (EMA and FDA product lists). */
export const contrastAgents: readonly (readonly [tradeName: string, genericName: string])[] = [
  ['dotarem', 'gadoterate'],
  ['clariscan', 'gadoterate'],
  ['dotagraf', 'gadoterate'],
  ['cyclolux', 'gadoterate'],
  ['artirem', 'gadoterate'],
  ['gadovist', 'gadobutrol'],
  ['gadavist', 'gadobutrol'],
  ['prohance', 'gadoteridol'],
  ['multihance', 'gadobenate'],
  ['magnevist', 'gadopentetate'],
  ['magnegita', 'gadopentetate'],
  ['omniscan', 'gadodiamide'],
  ['optimark', 'gadoversetamide'],
  ['primovist', 'gadoxetate'],
  ['eovist', 'gadoxetate'],
  ['elucirem', 'gadopiclenol'],
  ['vueway', 'gadopiclenol'],
  ['ablavar', 'gadofosveset'],
  ['vasovist', 'gadofosveset'],
];

/** Words that deny contrast, wherever they stand in the agent field. */
export const noAgentWords =
  /\b(?:no|non|none|not|nil|nein|nee|neen|kein\w*|ohne|sans|sin|senza|sem|zonder|geen|without|w o|wo|w\/o|unenhanced|native?|nativ|pre|precontrast|saline|nacl)\b|^0+(?: 0+)?(?: ?(?:ml|cc))?$/;

/** What de-identification and forms leave in a field: it says nothing. */
export const placeholderWords =
  /^(?:unknown|unk|unbekannt|inconnu|null|n a|na|n\/a|not applicable|removed|deleted|redacted|blank|default|x+|\**|anon\w*|de ?id\w*|pseudo\w*)$/;
