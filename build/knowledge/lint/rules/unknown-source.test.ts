import { describe, expect, it } from 'vitest';
import { dossierText, faultsOf, patternText, programText } from '../files.fixture.ts';
import { unknownSource } from './unknown-source.ts';

const ECHO = dossierText('Echo', ['7/tcp']);

describe('unknown-source', () => {
  it('finds a source that no file lists, in a dossier, a program and a pattern, however deep', () => {
    const use = 'uses:\n  - { name: x, kind: common, sources: [iana, hearsay], confidence: single }\n';
    expect(
      faultsOf(unknownSource, {
        'ports/0007-echo.yaml': ECHO + use,
        'malware/x.yaml': programText('X').replace('[iana]', '[iana, rumour]'),
        'patterns/x.yaml': patternText('x').replace('tell: Look., sources: [iana]', 'tell: Look., sources: [guess]'),
      }),
    ).toEqual([
      'ports/0007-echo.yaml:6:46: unknown-source: "hearsay" is in no file of sources/',
      'malware/x.yaml:3:40: unknown-source: "rumour" is in no file of sources/',
      'patterns/x.yaml:7:57: unknown-source: "guess" is in no file of sources/',
    ]);
  });

  it.each(['iana', 'cve-1999-0103', 'TODO'])(
    'lets %s be: it is listed, or needs no entry, or is for another rule',
    (id) => {
      expect(faultsOf(unknownSource, { 'ports/0007-echo.yaml': ECHO.replace('[iana]', `[${id}]`) })).toEqual([]);
    },
  );
});
