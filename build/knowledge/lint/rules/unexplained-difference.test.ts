import { describe, expect, it } from 'vitest';
import { dossierText, faultsOf, registryRow } from '../files.fixture.ts';
import { unexplainedDifference } from './unexplained-difference.ts';

const registry = [
  registryRow({ name: 'wap-wsp', number: '9200', transport: 'tcp', description: 'WAP connectionless session service' }),
  registryRow({ name: 'ircu', number: '6665-6669', transport: 'tcp', description: 'IRCU' }),
  registryRow({ name: 'ms', number: '9300', transport: 'tcp', description: 'Something else' }),
  registryRow({ name: 'ca-1', number: '5064', transport: 'tcp', description: 'Channel Access 1' }),
  registryRow({ number: '24', transport: 'tcp', description: 'any private mail system' }),
];

/** A dossier on these keys; `more` are further lines of it. */
const lint = (title: string, keys: readonly string[], more = ''): string[] =>
  faultsOf(unexplainedDifference, { 'ports/x.yaml': dossierText(title, keys, more) }, { registry });

describe('unexplained-difference', () => {
  it("finds a dossier that does not know IANA's name for its port", () => {
    expect(lint('Elasticsearch', ['9200/tcp'])).toEqual([
      "ports/x.yaml:1:8: unexplained-difference: IANA's name for 9200/tcp is wap-wsp, which the dossier does not know: " +
        'say so in differsFromRegistry',
    ]);
  });

  it.each([
    ['a range that IANA cuts otherwise', 'Chat', ['6660-6667/tcp'], ''],
    ['a second key on the same numbers', 'Elasticsearch', ['9200/udp', '9200/tcp'], ''],
    ['a short name that only stands inside another word', 'Streams', ['9300/tcp'], ''],
    ['a common word of the description', 'Elasticsearch service', ['9200/tcp'], ''],
    ['one of two common words', 'Database access', ['5064/tcp'], ''],
  ])('finds %s', (_, title, keys, more) => {
    expect(lint(title, keys, more)).toHaveLength(1);
  });

  it.each([
    [
      'that says so',
      'Elasticsearch',
      ['9200/tcp'],
      'differsFromRegistry: { text: So., sources: [iana], confidence: registry }\n',
    ],
    ['that has the name as an alias, written otherwise', 'Elasticsearch', ['9200/tcp'], 'aliases: [WAP WSP]\n'],
    ['that shares a word with the description', 'Sessions of WAP phones', ['9200/tcp'], ''],
    ['whose own short name begins the name', 'Chat', ['6667/tcp'], 'shortName: irc\n'],
    ['that says the whole description in common words', 'EPICS', ['5064/tcp'], 'aliases: [channel access]\n'],
    ['on a class of numbers', 'High ports', ['9200/tcp'], 'kind: class\n'],
    ['in another transport', 'Elasticsearch', ['9200/udp'], ''],
    ['that only mentions the port beside its own', 'Kibana', ['5601/tcp', '9200/tcp'], ''],
    ['on a number that has a use but no name', 'Anything', ['24/tcp'], ''],
  ])('lets a dossier be %s', (_, title, keys, more) => {
    expect(lint(title, keys, more)).toEqual([]);
  });
});
