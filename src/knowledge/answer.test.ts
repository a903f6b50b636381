import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeKnowledge } from '../../build/knowledge/encode.ts';
import { dossier } from '../../build/knowledge/samples.fixture.ts';
import { MAX_PORT } from '../net/port.ts';
import { TRANSPORTS } from '../net/transport.ts';
import { answerQuery, MAX_ANSWERS, type Answer } from './answer.ts';
import { bytesInMemory } from './artefact.ts';
import { ownKnowledge } from './compiled-knowledge.fixture.ts';
import type { Dossier } from './dossier.ts';
import { Knowledge } from './knowledge.ts';
import { parseQuery } from './query.ts';
import { portClass } from './registry-entry.ts';

let knowledge: Knowledge;
beforeAll(() => {
  knowledge = ownKnowledge();
});

const explain = (text: string): Answer[] => answerQuery(knowledge, parseQuery(knowledge, text));

/** The corrections that answer a claim of the source documents, as they are shown. */
function correctionsOf(text: string, claim: string): string {
  const corrections = explain(text).flatMap((answer) => answer.corrections);
  const found = corrections.filter(({ claims }) => claims.includes(claim));
  return [...new Set(found.map(({ said, fact }) => `${said} ${fact}`))].join('\n');
}

describe('what old lists have wrong', () => {
  it.each([
    ['109', 'A13', /POP3 as 109.*109 is POP2 \(RFC 937\); POP3 is 110 \(RFC 1939\)/],
    ['67', 'B29', /68 and the server answers to port 67.*Clients send from 68 to 67, servers answer from 67 to 68/],
    ['53', 'A23', /filter or log 53.*reversed/],
    ['53', 'B26e', /filter or log 53.*reversed/],
    ['553', 'B41', /553.*CORBA.*pirp.*535.*683.*684/],
    ['1024-65535', 'A9', /1024 to 65535.*0-1023.*1024-49151.*49152-65535/],
    ['1024-5000', 'B2', /1024 to 5000.*49152 to 65535.*32768 to 60999/],
    ['1024-5000', 'B3', /above 5000.*3306/],
    ['8080', 'A44', /proxy port.*80 is HTTP itself, and 8080 is registered as http-alt/],
    ['42', 'B25', /WINS replication.*Host Name Server/],
    ['23', 'A47', /UNIX systems.*Mirai.*2323/],
    ['110', 'B39', /POP3 on 110.*only fetches mail/],
  ])('is corrected where it is asked for: %s answers %s', (text, claim, words) => {
    expect(correctionsOf(text, claim)).toMatch(words);
  });

  it('names Infector on 118 as disputed, and on 146 as founded better', () => {
    const infectorOn = (text: string) =>
      explain(text).flatMap((answer) => answer.malware.filter(({ name }) => name === 'Infector'));
    expect(infectorOn('118/tcp').map(({ confidence }) => confidence)).toEqual(['disputed']);
    expect(infectorOn('146/tcp').map(({ confidence }) => confidence)).not.toContain('disputed');
    expect(infectorOn('118/udp')).toEqual([]);
  });

  it('tells the Trojan WebEx from the product of that name', () => {
    const webex = explain('webex').flatMap((answer) => answer.malware.filter(({ name }) => name.startsWith('WebEx')));
    expect(webex.length).toBeGreaterThan(0);
    for (const program of webex) expect(program.notToBeConfusedWith).toMatch(/Cisco Webex/);
  });
});

describe('a number alone', () => {
  it.each(['80/tcp', '443/tcp', '443/udp'])('makes nobody suspect: %s', (text) => {
    const [answer] = explain(text);
    const levels = [answer?.risk?.internet ?? 9, answer?.risk?.lan ?? 9, answer?.risk?.loopback ?? 9];
    // 3 is "close it unless it is meant".
    expect(Math.max(...levels)).toBeLessThan(3);
    expect(answer?.ifSeen.listener?.text).toMatch(/^Normal/);
  });

  it('is never judged by the Trojans on record for it: they stand under history and nowhere else', () => {
    const [http] = explain('80/tcp');
    expect(http?.malware.map(({ name }) => name)).toContain('Executor');
    const { malware, sources, ...rest } = http ?? {};
    expect(sources?.length).toBeGreaterThan(malware?.length ?? 0);
    for (const { name } of malware ?? []) expect(JSON.stringify(rest)).not.toContain(name);
  });
});

describe('the answers to a question', () => {
  it('are exactly one for any port of any transport', () => {
    fc.assert(
      fc.property(fc.nat({ max: MAX_PORT }), fc.constantFrom(...TRANSPORTS), (port, transport) => {
        const answers = explain(`${port}/${transport}`);
        expect(answers).toHaveLength(1);
        expect(answers[0]).toMatchObject({ port, lastPort: port, transport, class: portClass(port) });
        expect(answers[0]?.registry.status).toBe(knowledge.registry.lookUp(port, transport).status);
      }),
    );
  });

  it('to a range follow each other without gap or overlap', () => {
    const bounds = fc.tuple(fc.nat({ max: MAX_PORT }), fc.nat({ max: 3000 }));
    fc.assert(
      fc.property(bounds, fc.constantFrom(...TRANSPORTS), ([from, width], transport) => {
        const to = Math.min(MAX_PORT, from + width);
        const answers = explain(`${from}-${to}/${transport}`);
        expect(answers[0]?.port).toBe(from);
        expect(answers.at(-1)?.lastPort).toBe(to);
        for (const [index, answer] of answers.entries()) {
          expect(answer.lastPort).toBeGreaterThanOrEqual(answer.port);
          if (index > 0) expect(answer.port).toBe((answers[index - 1]?.lastPort ?? 0) + 1);
        }
      }),
    );
  });

  it('say the same of every port of a run', () => {
    for (const answer of explain('1-12000/tcp')) {
      for (const port of new Set([answer.port, answer.lastPort])) {
        const [single] = explain(`${port}/tcp`);
        expect(single?.title, `${port}`).toBe(answer.title);
        expect(single?.registry, `${port}`).toEqual(answer.registry);
      }
    }
  });

  it('fit for the whole port space', () => {
    const answers = explain('0-65535');
    expect(answers.length).toBeLessThan(MAX_ANSWERS);
    for (const transport of ['tcp', 'udp']) {
      const parts = answers.filter((answer) => answer.transport === transport);
      expect(parts.reduce((ports, { port, lastPort }) => ports + lastPort - port + 1, 0)).toBe(MAX_PORT + 1);
    }
  });

  it.each([
    ['19', ['19/tcp', '19/udp']],
    ['5', ['5/tcp', '5/udp']],
    ['80', ['80/tcp', '80/udp', '80/sctp']],
    ['5004', ['5004/tcp', '5004/udp', '5004/dccp']],
    ['41234', ['41234/tcp', '41234/udp']],
    ['41234/sctp', ['41234/sctp']],
    ['2904-2906/sctp', ['2904/sctp', '2905/sctp', '2906/sctp']],
  ])('to %s come for tcp and udp, and for sctp and dccp where something is known or they are named', (text, keys) => {
    expect(explain(text).map(({ port, transport }) => `${port}/${transport}`)).toEqual(keys);
  });

  it('do not come for sctp only because a class of numbers is described there', () => {
    const dossiers: Dossier[] = [{ ...dossier('System ports', ['0-1023/sctp']), kind: 'class' }];
    const registry = { updated: '2026-01-02', rows: [] };
    const small = new Knowledge(
      bytesInMemory(encodeKnowledge({ registry, dossiers, programs: [], patterns: [], sources: [], claims: [] })),
    );
    const transports = answerQuery(small, parseQuery(small, '5')).map(({ transport }) => transport);
    expect(transports).toEqual(['tcp', 'udp']);
    expect(answerQuery(small, parseQuery(small, '5/sctp'))[0]?.title).toBeNull();
  });

  it('to a range name what sctp has in the midst of it', () => {
    const sctp = explain('2900-2910').filter(({ transport }) => transport === 'sctp');
    expect(sctp.flatMap(({ registry }) => registry.names)).toEqual(['m2ua', 'm3ua']);
  });

  it.each(['49152-65535', '1024-65535', '1024-5000', '0-1023'])('to %s speak of the range as such', (text) => {
    const answers = explain(`${text}/tcp`);
    expect(answers).toHaveLength(1);
    expect(answers[0]?.title).not.toBeNull();
    expect(explain(`${answers[0]?.port}/tcp`)[0]?.title).not.toBe(answers[0]?.title);
  });

  it('do not make one class or status of a range that has several', () => {
    const [answer] = explain('1024-65535/tcp');
    expect(answer).toMatchObject({ class: 'mixed', registry: { status: 'mixed', names: [], records: [] } });
  });

  it('prefer the narrower dossier: 6006 before the range of X11', () => {
    expect(explain('6006/tcp')[0]?.shortName).toBe('tensorboard');
    expect(explain('6007/tcp')[0]?.shortName).toBe('x11');
    expect(explain('6000-6063/tcp')).toHaveLength(1);
  });

  it('keep what IANA registered apart from what people use', () => {
    const [answer] = explain('9200/tcp');
    expect(answer?.registry.names).toEqual(['wap-wsp']);
    expect(answer?.shortName).toBe('elasticsearch');
    expect(answer?.differsFromRegistry?.text).toMatch(/wap-wsp.*Elasticsearch/);
  });
});

describe('a question by name', () => {
  it('is answered for every port that goes by it, and for no other', () => {
    const wrong: string[] = [];
    for (const name of knowledge.allNames()) {
      const keys = [
        ...knowledge.dossiersNamed(name).flatMap(({ keys: own }) => own),
        ...knowledge.portsOfService(name),
        ...knowledge.programsNamed(name).flatMap((program) => program.ports.map(({ key }) => key)),
      ];
      const query = parseQuery(knowledge, name);
      if (query.name === null) continue; // a number that is also somebody's alias: 6667
      const asked = query.ports.map(({ from, to, transport }) => `${from}${to > from ? `-${to}` : ''}/${transport}`);
      const lost = keys.filter((key) => !asked.includes(key));
      const foreign = asked.filter((key) => !keys.includes(key));
      if (lost.length > 0 || foreign.length > 0) wrong.push(`${name}: lost ${lost.join()}, foreign ${foreign.join()}`);
    }
    expect(wrong).toEqual([]);
  });
});
