import { describe, expect, it } from 'vitest';
import { fingerList } from '../checks/finger-list.ts';
import type { Check } from '../check.ts';
import type { IdentifiedService } from '../service.ts';
import { checksFor, selectChecks } from './choose-checks.ts';

const service = (name: string, confidence: IdentifiedService['confidence'] = 'certain'): IdentifiedService => ({
  name,
  confidence,
  product: null,
  version: null,
  isTls: false,
  because: '',
});
const optIn: Check = { ...fingerList, description: { ...fingerList.description, id: 'finger.write', isOptIn: true } };
const ids = (checks: readonly Check[]): string[] => checks.map(({ description }) => description.id);

describe('the selection', () => {
  it('leaves out what is opt-in, unless its whole name is given', () => {
    const all = [fingerList, optIn];
    expect(ids(selectChecks(all, null))).toEqual(['finger.list']);
    expect(ids(selectChecks(all, ['finger']))).toEqual(['finger.list']);
    expect(ids(selectChecks(all, ['finger.write']))).toEqual(['finger.write']);
    expect(selectChecks(all, ['fin'])).toEqual([]);
    expect(selectChecks(all, [])).toEqual([]);
  });
});

describe('the checks of a port', () => {
  const on = (port: number, known: IdentifiedService | null, transport: 'tcp' | 'udp' = 'tcp'): string[] =>
    ids(checksFor({ transport, port, service: known }, [fingerList]));

  it('are those of the protocol, wherever it is', () => {
    expect(on(7979, service('finger'))).toEqual(['finger.list']);
    expect(on(7979, service('http'))).toEqual([]);
  });

  it('are those of the number where nobody knows what answers', () => {
    expect(on(79, null)).toEqual(['finger.list']);
    expect(on(79, service('telnet', 'likely'))).toEqual(['finger.list']);
    expect(on(79, service('http'))).toEqual([]);
    expect(on(79, null, 'udp')).toEqual([]);
  });
});
