import { describe, expect, it } from 'vitest';
import { compareSeverity, deservesLook, worstFinding, type Finding, type Severity } from './finding.ts';

function finding(severity: Severity, id: string = severity): Finding {
  return {
    id,
    severity,
    confidence: 'high',
    title: id,
    meaning: '',
    advice: [],
    subject: '',
    first: '',
    last: '',
    count: 1,
    evidence: [],
    references: [],
  };
}

describe('severity', () => {
  it('grows from info to critical', () => {
    const mixed: Severity[] = ['high', 'info', 'critical', 'low', 'medium'];
    expect(mixed.sort(compareSeverity)).toEqual(['info', 'low', 'medium', 'high', 'critical']);
  });

  it('deserves a look from low on: info is for the record', () => {
    expect(deservesLook(finding('info'))).toBe(false);
    expect(deservesLook(finding('low'))).toBe(true);
  });
});

describe('the worst finding', () => {
  it('is the most severe, and of equals the first', () => {
    const findings = [
      finding('low'),
      finding('high', 'first'),
      finding('info'),
      finding('high', 'second'),
      finding('medium'),
    ];
    expect(worstFinding(findings)?.id).toBe('first');
  });

  it('is none where nothing deserves a look', () => {
    expect(worstFinding([])).toBeNull();
    expect(worstFinding([finding('info'), finding('info')])).toBeNull();
  });
});
