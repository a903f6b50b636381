import { describe, expect, it } from 'vitest';
import { dossierText, faultsOf, schemaFaultsOf } from '../files.fixture.ts';
import { malformedCve } from './malformed-cve.ts';

describe('malformed-cve', () => {
  it.each(['cve-1999', 'CVE-1999-0103', 'cve-1999-0103-x', 'cve-99-0103'])('finds %s among the sources', (id) => {
    const echo = dossierText('Echo', ['7/tcp']).replace('[iana]', `[iana, ${id}]`);
    expect(faultsOf(malformedCve, { 'ports/0007-echo.yaml': echo })).toEqual([
      `ports/0007-echo.yaml:3:43: malformed-cve: "${id}" is not a CVE as a source is named, such as cve-1999-0514`,
    ]);
  });

  it.each(['cve-1999-0103', 'cve-2021-44228', 'old-cve-list'])('lets %s be', (id) => {
    const echo = dossierText('Echo', ['7/tcp']).replace('[iana]', `[${id}]`);
    expect(faultsOf(malformedCve, { 'ports/0007-echo.yaml': echo })).toEqual([]);
  });

  const vulnerable = (id: string): string =>
    dossierText(
      'Echo',
      ['7/tcp'],
      `vulnerabilities: [{ id: ${id}, note: Floods., sources: [iana], confidence: single }]\n`,
    );

  it('finds an id of a vulnerability that is none', () => {
    expect(schemaFaultsOf({ 'ports/0007-echo.yaml': vulnerable('CVE-99-103') })).toEqual([
      'ports/0007-echo.yaml:5:25: malformed-cve: vulnerabilities.0.id: not a CVE id such as CVE-1999-0514',
    ]);
    expect(schemaFaultsOf({ 'ports/0007-echo.yaml': vulnerable('CVE-1999-0103') })).toEqual([]);
  });
});
