import { beforeAll, describe, expect, it } from 'vitest';
import { encodeKnowledge, type KnowledgeInput } from '../../build/knowledge/encode.ts';
import { dossier, pattern } from '../../build/knowledge/samples.fixture.ts';
import { readSynonyms } from '../../build/knowledge/synonyms.ts';
import { TRANSPORTS } from '../net/transport.ts';
import { answerQuery, type Answer } from './answer.ts';
import { bytesInMemory } from './artefact.ts';
import { KNOWLEDGE_FOLDER, ownHandWritten, ownKnowledge } from './compiled-knowledge.fixture.ts';
import { Knowledge } from './knowledge.ts';
import { parseQuery } from './query.ts';
import { wordsOf } from './search/words.ts';

let knowledge: Knowledge;
beforeAll(() => {
  knowledge = ownKnowledge();
});

/** A knowledge base of these parts and nothing else. */
function small(parts: Partial<KnowledgeInput>): Knowledge {
  const registry = { updated: '2026-01-02', rows: [] };
  const none = { registry, dossiers: [], programs: [], patterns: [], sources: [], claims: [] };
  return new Knowledge(bytesInMemory(encodeKnowledge({ ...none, ...parts })));
}

const explain = (base: Knowledge, text: string): Answer[] => answerQuery(base, parseQuery(base, text));
const brief = ({ id, title, kind, severity }: ReturnType<typeof pattern>) => ({ id, title, kind, severity });

describe('the patterns', () => {
  it('are those of the files, whole, in their order', () => {
    const files = ownHandWritten().patterns.map(({ value }) => value);
    expect(files.length).toBeGreaterThan(1);
    expect([...knowledge.patterns()]).toEqual(files);
  });

  it('are each found by the id, which is the name of the file and nobody else has', () => {
    const ids = new Set<string>();
    for (const { file, value } of ownHandWritten().patterns) {
      expect(file).toBe(`patterns/${value.id}.yaml`);
      expect(knowledge.pattern(value.id)).toEqual(value);
      ids.add(value.id);
    }
    expect(ids.size).toBe(ownHandWritten().patterns.length);
  });

  it.each(['', 'fragle', 'Fraggle', 'fraggle ', 'constructor', '__proto__', 'length', '0'])(
    'have none of the id %j',
    (id) => {
      expect(knowledge.pattern(id)).toBeNull();
    },
  );

  it('may be asked for in any order, and again', () => {
    const base = small({ patterns: [pattern('one'), pattern('two'), pattern('three')] });
    for (const id of ['three', 'one', 'three', 'two', 'one']) expect(base.pattern(id)).toEqual(pattern(id));
    expect([...base.patterns()].map(({ id }) => id)).toEqual(['one', 'two', 'three']);
    expect([...base.patterns()].map(({ id }) => id)).toEqual(['one', 'two', 'three']);
  });

  it('are none in a knowledge base without', () => {
    expect([...small({}).patterns()]).toEqual([]);
    expect(small({}).pattern('one')).toBeNull();
  });
});

describe('an answer', () => {
  it('names the patterns of its dossier in brief, in the order of the dossier', () => {
    const patterns = [pattern('one'), { ...pattern('two'), severity: 'high' } as const, pattern('three')];
    const echo = { ...dossier('Echo', ['7/tcp', '7/udp']), patterns: ['three', 'two'] };
    const base = small({ patterns, dossiers: [echo, dossier('Discard', ['9/tcp'])] });
    const expected = [brief(pattern('three')), { ...brief(pattern('two')), severity: 'high' }];
    expect(explain(base, '7').map((answer) => answer.patterns)).toEqual([expected, expected]);
    expect(explain(base, '9/tcp')[0]?.patterns).toEqual([]);
    expect(explain(base, '8/tcp')[0]?.patterns).toEqual([]);
  });

  it('names those of the narrower dossier where two cover a port', () => {
    const wide = { ...dossier('Wide', ['6000-6063/tcp']), patterns: ['one'] };
    const narrow = { ...dossier('Narrow', ['6006/tcp']), patterns: ['two'] };
    const base = small({ patterns: [pattern('one'), pattern('two')], dossiers: [wide, narrow] });
    const ids = (text: string): (string | undefined)[] =>
      explain(base, text).map((answer) => answer.patterns.map(({ id }) => id).join());
    expect(ids('6005/tcp')).toEqual(['one']);
    expect(ids('6006/tcp')).toEqual(['two']);
    expect(ids('6000-6063/tcp')).toEqual(['one']);
  });

  it('names no pattern that nobody wrote', () => {
    const echo = { ...dossier('Echo', ['7/tcp']), patterns: ['gone', 'one'] };
    const [answer] = explain(small({ patterns: [pattern('one')], dossiers: [echo] }), '7/tcp');
    expect(answer?.patterns).toEqual([brief(pattern('one'))]);
  });

  it('names only patterns that can be looked up', () => {
    let named = 0;
    for (const { keys } of knowledge.dossiers()) {
      for (const { id, title, kind, severity } of keys.flatMap((key) =>
        explain(knowledge, key).flatMap(({ patterns }) => patterns),
      )) {
        expect(knowledge.pattern(id), id).toMatchObject({ title, kind, severity });
        named++;
      }
    }
    expect(named).toBeGreaterThan(0);
  });

  it('says the same of every transport a dossier is about', () => {
    const keys = TRANSPORTS.map((transport) => `7/${transport}`);
    const base = small({ patterns: [pattern('one')], dossiers: [{ ...dossier('Echo', keys), patterns: ['one'] }] });
    expect(explain(base, '7').map(({ patterns }) => patterns.length)).toEqual([1, 1, 1, 1]);
  });
});

describe('the synonyms', () => {
  it('are those of the file', () => {
    expect(knowledge.synonyms()).toEqual(readSynonyms(KNOWLEDGE_FOLDER));
    expect(knowledge.synonyms().find((group) => group.includes('k8s'))).toContain('kubernetes');
  });

  it('are groups of two words and more, none twice in a group, each as a search reads it', () => {
    for (const group of knowledge.synonyms()) {
      expect(group.length, group.join()).toBeGreaterThan(1);
      expect(new Set(group).size, group.join()).toBe(group.length);
      for (const word of group) expect(wordsOf(word)).toEqual([word]);
    }
  });

  it('are none in a knowledge base that was compiled without', () => {
    expect(small({}).synonyms()).toEqual([]);
    expect(small({ synonyms: [['a', 'b']] }).synonyms()).toEqual([['a', 'b']]);
  });
});
