import { expect, test } from 'vitest';
import { readAgent } from '../../../core/acquisition/contrastAgents.ts';
import data from '../../../core/acquisition/data/contrastAgents.json' with { type: 'json' };

test.each(
  data.agents.flatMap(({ name, tradeNames }) => tradeNames.map((trade) => [trade, name])),
)('the trade name %s is %s, in any case and with a dose', (trade, name) => {
  for (const text of [trade, trade.toUpperCase(), `${trade.toLowerCase()} 0.5 mmol/ml`, `7 ml ${trade}`]) {
    expect(readAgent(text)).toEqual({ kind: 'agent', name });
  }
});

test.each([
  ['Gadotersäure', 'gadoterate'],
  ['acide gadotérique', 'gadoterate'],
  ['ácido gadotérico', 'gadoterate'],
  ['GADOTERATE MEGLUMINE', 'gadoterate'],
  ['gadobutrolo', 'gadobutrol'],
  ['Gadoteridol', 'gadoteridol'],
  ['gadopiclenol', 'gadopiclenol'],
  ['Gd-DTPA', 'gadopentetate'],
  ['Gd-DOTA', 'gadoterate'],
  ['Gadopentetat-Dimeglumin', 'gadopentetate'],
  ['gadoxetate disodium', 'gadoxetate'],
])('the generic name "%s" is %s', (text, name) => {
  expect(readAgent(text)).toEqual({ kind: 'agent', name });
});

test.each([
  'yes',
  'ja',
  'oui',
  'sì',
  'KM',
  'contrast',
  'GADOLINIUM',
  'Kontrastmittel 8ml',
])('the entry "%s" is an agent without a name', (text) => {
  expect(readAgent(text)).toEqual({ kind: 'agent', name: null });
});

test.each([
  'NON',
  'kein KM',
  'aucun',
  'geen',
  'ninguno',
  'sin contraste',
  'nessuno',
  'não',
  'sem contraste',
])('the entry "%s" denies it', (text) => {
  expect(readAgent(text)).toEqual({ kind: 'none' });
});

test.each([
  '',
  '--',
  'unbekannt',
  'inconnu',
  'onbekend',
  'desconocido',
  'sconosciuto',
  'desconhecido',
  'ANON123',
])('the entry "%s" names no agent', (text) => {
  expect(readAgent(text)).toEqual({ kind: 'nothing' });
});

test.each(['N', 'refused', 'Gadovist nicht gegeben', 'Dotarem refused'])('"%s" says that none was given', (text) => {
  expect(readAgent(text)).toEqual({ kind: 'none' });
});
