import { describe, expect, it } from 'vitest';
import { ownKnowledge } from '../../knowledge/compiled-knowledge.fixture.ts';
import { HARMLESS } from './cases/harmless.fixture.ts';
import { LOGINS } from './cases/logins.fixture.ts';
import { MISUSE } from './cases/misuse.fixture.ts';
import { REFLECTION } from './cases/reflection.fixture.ts';
import { SCANS } from './cases/scans.fixture.ts';
import { signsShown, stranger, us, type Case } from './cases/shown.fixture.ts';
import { WORMS } from './cases/worms.fixture.ts';

const GROUPS = { SCANS, LOGINS, REFLECTION, WORMS, MISUSE, HARMLESS };
const CASES: readonly Case[] = Object.values(GROUPS).flat();

/** Shown on this machine by the sockets lens only; no traffic can show them. */
const SOCKETS_ONLY = ['port-process-mismatch'];
/** Counted in the sums of a report, and never a finding. */
const COUNTED_ONLY = ['stray-knock'];

const matches = (signs: readonly string[], sign: string): boolean =>
  signs.some((one) => one === sign || one.startsWith(`${sign}#`));

describe.each(Object.entries(GROUPS))('patterns: %s', (_, cases) => {
  const told = cases.filter(({ sign }) => !COUNTED_ONLY.includes(sign));

  it.each(told.map((one) => [one.sign, one] as const))('%s is told', (sign, { shown }) => {
    expect(signsShown(shown)).toSatisfy((signs: string[]) => matches(signs, sign), sign);
  });

  it.each(told.map((one) => [one.sign, one] as const))('%s is not told of what comes near it', (sign, { nearMiss }) => {
    expect(signsShown(nearMiss)).not.toSatisfy((signs: string[]) => matches(signs, sign), sign);
  });
});

describe('patterns', () => {
  it('have two cases each, or are shown by sockets only', () => {
    const tried = new Set(CASES.map(({ sign }) => sign.split('#')[0]));
    const untried = [...ownKnowledge().patterns()].map(({ id }) => id).filter((id) => !tried.has(id));
    expect(untried).toEqual(SOCKETS_ONLY);
  });

  it('take a few refused knocks of a source for no finding', () => {
    expect(signsShown([{ from: stranger, to: us, dport: 9999, flags: 'S', outcome: 'dropped' }])).toEqual([]);
  });
});
