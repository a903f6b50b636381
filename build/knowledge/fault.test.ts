import { describe, expect, it } from 'vitest';
import { countFaults, formatFault, isFailure, type Fault } from './fault.ts';

const fault: Fault = { file: 'ports/x.yaml', line: 3, column: 7, rule: 'overlap', level: 'fault', message: 'twice' };
const warning: Fault = { ...fault, rule: 'stale', level: 'warning', message: 'old' };

describe('a fault', () => {
  it('is printed with its place first, then the rule', () => {
    expect(formatFault(fault)).toBe('ports/x.yaml:3:7: overlap: twice');
    expect(formatFault(warning)).toBe('ports/x.yaml:3:7: warning: stale: old');
  });

  it('fails a build; a warning does so only where the build is strict', () => {
    expect([isFailure([]), isFailure([warning]), isFailure([warning, fault])]).toEqual([false, false, true]);
    expect([isFailure([], true), isFailure([warning], true)]).toEqual([false, true]);
  });

  it('is counted apart from warnings', () => {
    expect(countFaults([])).toBe('0 faults');
    expect(countFaults([fault])).toBe('1 fault');
    expect(countFaults([fault, fault, warning])).toBe('2 faults, 1 warning');
    expect(countFaults([warning, warning])).toBe('0 faults, 2 warnings');
  });
});
