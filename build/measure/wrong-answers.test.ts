import { describe, expect, it } from 'vitest';
import { answerQuery } from '../../src/knowledge/answer.ts';
import { risk, usedBy } from '../../src/sockets/small-knowledge.fixture.ts';
import { program } from '../knowledge/samples.fixture.ts';
import { judgeHeldPorts } from './held-ports.ts';
import { dossier, knowledgeWith } from './knowledge.fixture.ts';
import { accusationsIn, answersApart } from './m13-wrong-answers.ts';
import { namesOf } from './program-names.ts';

const netbus = { ...program('NetBus', ['12345/tcp']), aliases: ['netbus pro'] };

describe('answers with and without programs', () => {
  const finger = dossier(['79/tcp']);
  const worm = program('Morris', ['79/tcp']);
  const apart = (fields: Parameters<typeof dossier>[1]): string[] =>
    answersApart(knowledgeWith([{ ...finger, ...fields }], [worm]), knowledgeWith([finger], []), 100);

  it('are the same when only the list of programs differs', () => {
    expect(apart({})).toEqual([]);
  });

  it('are told apart when anything else does', () => {
    expect(apart(risk(4, 4, 4))).toEqual(['79/tcp']);
  });
});

describe('the names of programs', () => {
  const names = namesOf([netbus, program('Backdoor', ['1999/tcp'])]);

  it('are found as words, in any case', () => {
    expect(names.in('the port of netbus, and of NetBus Pro')).toEqual(['netbus', 'NetBus Pro']);
    expect(names.in('a netbusiness')).toEqual([]);
  });

  it('do not include common words that happen to be one', () => {
    expect(names.in('a backdoor of the router')).toEqual([]);
  });

  it('are none where there is no program', () => {
    expect(namesOf([]).in('anything')).toEqual([]);
  });
});

describe('an answer that accuses', () => {
  const faultsOf = (fields: Parameters<typeof dossier>[1]): string[] => {
    const knowledge = knowledgeWith([dossier(['80/tcp'], fields)], [netbus]);
    const [answer] = answerQuery(knowledge, { text: '', ports: [{ from: 80, to: 80, transport: 'tcp' }], name: null });
    return answer === undefined ? ['no answer'] : accusationsIn(answer, namesOf([netbus]));
  };
  const listener = (text: string) => ({
    ifSeen: { listener: { text, sources: ['test'], confidence: 'single' as const } },
  });

  it('calls the port risky, names a program, or says that one is there', () => {
    expect(faultsOf(risk(2, 0, 0))).toHaveLength(1);
    expect(faultsOf(listener('Most likely NetBus.'))).toHaveLength(1);
    expect(faultsOf(listener('This host is infected.'))).toHaveLength(1);
  });

  it('is not one that describes the service', () => {
    expect(faultsOf({ ...risk(1, 1, 0), ...listener('Normal on web servers.') })).toEqual([]);
  });
});

describe('the made-up machine that listens wherever a program is on record', () => {
  const easy = dossier(['12345/tcp'], { title: 'the port of NetBus', ...usedBy('tmlisten'), ...risk(3, 2, 0) });
  const { ports, judged } = judgeHeldPorts(knowledgeWith([easy], [netbus, program('Other', ['31-33/udp'])]));

  it('has every such port once', () => {
    expect(ports).toBe(4);
  });

  it('is judged by the rules for every kind of holder', () => {
    const found = judged.filter(({ listener }) => listener.port === 12_345);
    expect(found.map(({ holder, finding }) => `${finding.id}, ${holder}`)).toEqual([
      'sockets.port-process-mismatch, a program nobody knows',
      'sockets.exposed-service, the usual program',
      'sockets.exposed-service, nobody who may be seen',
    ]);
  });

  it('shows a dossier that names a program where it should not', () => {
    expect(judged.some(({ finding }) => namesOf([netbus]).in(finding.title + finding.meaning).length > 0)).toBe(true);
  });
});
