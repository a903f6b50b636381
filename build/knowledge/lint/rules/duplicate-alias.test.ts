import { describe, expect, it } from 'vitest';
import { dossierText, faultsOf } from '../files.fixture.ts';
import { duplicateAlias } from './duplicate-alias.ts';

const named = (aliases: string, more = ''): string[] =>
  faultsOf(duplicateAlias, {
    'ports/0007-echo.yaml': dossierText('Echo Protocol', ['7/tcp'], `shortName: echo\naliases: [${aliases}]\n${more}`),
    'ports/0009-discard.yaml': dossierText('Discard', ['9/tcp'], 'shortName: sink\n'),
  });

describe('duplicate-alias', () => {
  it.each([
    ['ping, Ping', '"Ping" is there already'],
    ['ping, ECHO', '"ECHO" is the short name'],
    ['ping, echo protocol', '"echo protocol" is the title'],
    ['ping, sink', '"sink" is the short name of ports/0009-discard.yaml'],
  ])('finds the second alias of %s', (aliases, problem) => {
    expect(named(aliases)).toEqual([`ports/0007-echo.yaml:6:17: duplicate-alias: ${problem}`]);
  });

  it('lets names be that only contain others, and the title of another dossier', () => {
    expect(named('ping, echo server, sinkhole, discard')).toEqual([]);
  });

  it('lets a dossier on a class of numbers have the name of a service', () => {
    expect(named('ping, sink', 'kind: class\n')).toEqual([]);
  });
});
