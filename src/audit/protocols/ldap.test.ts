import { expect, it } from 'vitest';
import { expectRobust } from '../bytes/robust.fixture.ts';
import { ldapDone, ldapEntry } from './ldap-answer.fixture.ts';
import { LDAP_FRAME, decodeLdap, ldapReadEntry } from './ldap.ts';

it('writes a search of one entry and reads its answers', () => {
  const sent = ldapReadEntry(1, '', ['namingContexts']);
  expect(LDAP_FRAME.lengthOf(sent.subarray(0, 6))).toBe(sent.length);
  const entry = ldapEntry(1, { namingContexts: ['dc=lab,dc=example', 'x'.repeat(200)] });
  expect(LDAP_FRAME.lengthOf(entry.subarray(0, 6))).toBe(entry.length);
  expect(decodeLdap(entry, 1)).toEqual({
    kind: 'entry',
    attributes: new Map([['namingContexts', ['dc=lab,dc=example', 'x'.repeat(200)]]]),
  });
  expect(decodeLdap(ldapDone(1, 32), 1)).toEqual({ kind: 'done', code: 32 });
  expect(decodeLdap(ldapDone(2, 32), 1)).toBeNull();
  expectRobust((bytes) => [decodeLdap(bytes, 1), LDAP_FRAME.lengthOf(bytes)], [sent, entry, ldapDone(1, 0)]);
});
