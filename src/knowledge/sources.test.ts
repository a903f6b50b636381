import { describe, expect, it } from 'vitest';
import { statementsOf } from './statements.ts';
import { answerQuery } from './answer.ts';
import { ownKnowledge } from './compiled-knowledge.fixture.ts';
import { parseQuery } from './query.ts';

const knowledge = ownKnowledge();

describe('the sources of the knowledge base', () => {
  it('are found for every statement of every dossier and program', () => {
    const lost: string[] = [];
    for (const record of [...knowledge.dossiers(), ...knowledge.programs()]) {
      for (const { sources } of statementsOf(record)) {
        for (const id of sources) if (knowledge.source(id) === null) lost.push(id);
      }
    }
    expect(lost).toEqual([]);
  });

  it('come with every answer, and nothing is cited that is not listed', () => {
    for (const text of ['23', '53/udp', '118/tcp', '443', '12345/tcp', '31337', '49152-65535', '40000/tcp']) {
      for (const answer of answerQuery(knowledge, parseQuery(knowledge, text))) {
        const { sources, ...statements } = answer;
        const listed = sources.map(({ id }) => id);
        const cited = [...statementsOf(statements)].flatMap(({ sources: ids }) => ids);
        expect(listed).toContain('iana');
        expect(cited.filter((id) => !listed.includes(id))).toEqual([]);
        expect(new Set(listed).size).toBe(listed.length);
      }
    }
  });

  it('need no entry for a CVE, whose record is where all of them are', () => {
    expect(knowledge.source('cve-1999-0514')).toMatchObject({
      kind: 'cve',
      title: 'CVE-1999-0514',
      ref: 'https://www.cve.org/CVERecord?id=CVE-1999-0514',
    });
  });

  it('are null for an id that nobody gave out', () => {
    expect(knowledge.source('hearsay')).toBeNull();
    expect(knowledge.source('constructor')).toBeNull();
  });
});
