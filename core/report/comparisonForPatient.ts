import type { ComparedProperty } from '../compliance/index.ts';
import type { ReportedComparison } from './report.ts';

const scannerItself: readonly ComparedProperty[] = ['manufacturer', 'model', 'deviceSerial', 'fieldStrength'];
const contrast: readonly ComparedProperty[] = ['contrastEnhanced'];

/**
 * What a patient reads of a comparison: plain sentences that are true of what was found, and give nobody a reason to worry. They say
 * nothing of what the images show, and nothing at all where too little is known to say it.
 */
export function comparisonForPatient({ outcome, findings }: ReportedComparison): readonly string[] {
  const differs = (properties: readonly ComparedProperty[]) =>
    findings.some(
      ({ constraint, status, weight }) => status === 'not-met' && weight === 'fault' && properties.includes(constraint),
    );
  switch (outcome) {
    case 'comparable':
      return ['These two scans were made in the same way, so they can be compared well.'];
    case 'comparable-with-remarks':
      return ['These two scans were made in nearly the same way, so they can be compared.'];
    case 'cannot-tell':
      return [
        'We could not tell whether these two scans were made in the same way. That is common and no reason to worry.',
      ];
    case 'not-comparable':
      return [
        ...reasons(differs),
        'This is common and says nothing about your health. Your doctors take it into account.',
      ];
  }
}

function reasons(differs: (properties: readonly ComparedProperty[]) => boolean): readonly string[] {
  if (differs(scannerItself)) {
    return [
      'These two scans were made on different scanners; small changes between them may come from the scanners.',
      'If you can choose, having your next scan on the same scanner makes it easier to compare.',
    ];
  }
  if (differs(contrast)) {
    return ['One of these two scans was made with a contrast agent and the other without; they show different things.'];
  }
  return ['These two scans were made with different settings; small changes between them may come from the settings.'];
}
