import { describe, expect, it } from 'vitest';
import { answerTo, asked } from '../protocols/dns-answer.fixture.ts';
import { DNS_TYPE } from '../protocols/dns-message.ts';
import type { CheckResult } from '../result.ts';
import { dnsVersion } from './dns-version.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { play } from './scripted-network.fixture.ts';

function server(texts: Readonly<Record<string, string>>): Promise<CheckResult> {
  return play(dnsVersion, {
    datagrams: (query) => {
      const { name } = asked(query);
      const text = texts[name];
      return answerTo(
        query,
        text === undefined ? { rcode: 'REFUSED' } : { records: [{ name, type: DNS_TYPE.TXT, text }] },
      );
    },
  });
}

describe('dns.version', () => {
  it('is exposed where the version is told, printable', async () => {
    const result = await server({ 'version.bind': '9.18.1\x1b[31m', 'id.server': 'ns1' });
    expect(result).toMatchObject({ verdict: 'exposed', facts: { 'version.bind': '9.18.1?[31m', 'id.server': 'ns1' } });
  });

  it('is not where all is refused or empty', async () => {
    expect(await server({})).toMatchObject({ verdict: 'not-exposed', confidence: 'confirmed' });
    expect((await server({ 'id.server': 'ns1' })).verdict).toBe('not-exposed');
    expect((await server({ 'version.bind': '' })).verdict).toBe('not-exposed');
  });

  it('holds against other services and garbage', () => expectSteadfast(dnsVersion));
});
