import { describe, expect, it } from 'vitest';
import { ldapDone, ldapEntry } from '../protocols/ldap-answer.fixture.ts';
import type { CheckResult } from '../result.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { ldapAnonymous } from './ldap-anonymous.ts';
import { answering, play } from './scripted-network.fixture.ts';

function server(root: readonly Uint8Array[], below: readonly Uint8Array[]): Promise<CheckResult> {
  const script = answering((sent) =>
    Buffer.concat(sent.includes(0x42) && sent.length < 10 ? [] : sent[4] === 1 ? root : below),
  );
  return play(ldapAnonymous, { connections: [script], port: 389 });
}

const ROOT = [ldapEntry(1, { namingContexts: ['dc=lab,dc=example'] }), ldapDone(1, 0)];

describe('ldap.anonymous', () => {
  it('is exposed where an entry below the root may be read', async () => {
    const result = await server(ROOT, [ldapEntry(2, {}), ldapDone(2, 0)]);
    expect(result).toMatchObject({ verdict: 'exposed', facts: { contexts: ['dc=lab,dc=example'] } });
  });

  it('is not where it is refused, hidden, or the root tells nothing', async () => {
    for (const code of [32, 50, 53, 0]) expect((await server(ROOT, [ldapDone(2, code)])).verdict).toBe('not-exposed');
    expect((await server([ldapDone(1, 48)], [])).verdict).toBe('not-exposed');
  });

  it('holds against other services and garbage', () => expectSteadfast(ldapAnonymous));
});
