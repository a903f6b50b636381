import { readFileSync } from 'node:fs';
import { deservesLook } from '../../src/findings/finding.ts';
import { answerQuery, type Answer } from '../../src/knowledge/answer.ts';
import { bytesInMemory } from '../../src/knowledge/artefact.ts';
import { Knowledge } from '../../src/knowledge/knowledge.ts';
import { MAX_PORT } from '../../src/net/port.ts';
import { TRANSPORTS, type Transport } from '../../src/net/transport.ts';
import { encodeKnowledge } from '../knowledge/encode.ts';
import { loadHandWritten } from '../knowledge/load.ts';
import { parseRegistryFacts } from '../knowledge/registry-facts.ts';
import { formatCount, none, record, share, type Figure, type Measure } from './figure.ts';
import { builtKnowledge, KNOWLEDGE_FOLDER, REGISTRY_FACTS } from './ground.ts';
import { judgeHeldPorts, type JudgedPort } from './held-ports.ts';
import { namesOf, type NameFinder } from './program-names.ts';

/** The ports that old lists of Trojans slander most. */
const WEB_PORTS = [80, 443];
/** 1 is "note it": what is made to be public is no worse than that for the programs that once hid there. */
const HARMLESS = 1;
const ACCUSATION = /\b(infected|compromised|trojan|you (have|are)|is (running|present|installed))\b/i;

/** Whether a port is ever held guilty for a program that once used it. */
export const wrongAnswers: Measure = {
  id: 'M13',
  title: 'the cost of wrong answers: programs on record accuse nobody',
  run() {
    const knowledge = builtKnowledge();
    return [answersThatStay(), webPorts(knowledge), ...findingsThatAccuse(knowledge)];
  },
};

/** The knowledge base compiled with its malicious programs and without: nothing but `malware` may tell the two apart. */
function answersThatStay(): Figure {
  const { programs, dossiers, patterns, sources, claims } = loadHandWritten(KNOWLEDGE_FOLDER);
  const registry = parseRegistryFacts(readFileSync(REGISTRY_FACTS, 'utf8'));
  const compile = (withPrograms: boolean): Knowledge => {
    const bytes = encodeKnowledge({
      registry,
      dossiers: dossiers.map(({ value }) => value),
      programs: withPrograms ? programs.map(({ value }) => value) : [],
      patterns: patterns.map(({ value }) => value),
      sources: sources.map(({ value }) => value),
      claims: claims.map(({ value }) => value),
    });
    return new Knowledge(bytesInMemory(bytes));
  };
  const changed = answersApart(compile(true), compile(false));
  const total = TRANSPORTS.length * (MAX_PORT + 1);
  return share(
    'answers that are the same but for `malware` and its sources without any program',
    total - changed.length,
    total,
    {
      list: changed,
      note: `${programs.length} programs.`,
    },
  );
}

/** Keys of the ports whose answers differ in more than the programs and the sources cited for them. */
export function answersApart(one: Knowledge, other: Knowledge, lastPort = MAX_PORT): string[] {
  const apart: string[] = [];
  for (const transport of TRANSPORTS) {
    for (let port = 0; port <= lastPort; port++) {
      if (innocentPart(one, port, transport) !== innocentPart(other, port, transport))
        apart.push(`${port}/${transport}`);
    }
  }
  return apart;
}

function innocentPart(knowledge: Knowledge, port: number, transport: Transport): string {
  const [answer] = answerQuery(knowledge, { text: '', ports: [{ from: port, to: port, transport }], name: null });
  return JSON.stringify({ ...answer, malware: null, sources: null });
}

function webPorts(knowledge: Knowledge): Figure {
  const programs = namesOf([...knowledge.programs()]);
  const query = { text: '', ports: WEB_PORTS.map((port) => ({ from: port, to: port, transport: null })), name: null };
  const faults = answerQuery(knowledge, query).flatMap((answer) => accusationsIn(answer, programs));
  return none(`answers on ${WEB_PORTS.join(' and ')} that call the port risky or a program present`, faults);
}

export function accusationsIn(answer: Answer, programs: NameFinder): string[] {
  const { port, transport, risk, summary, ifSeen } = answer;
  const texts = [summary, ifSeen.listener, ifSeen.knock, ifSeen.outbound].map((statement) => statement?.text ?? '');
  return [
    ...(risk !== null && risk.internet > HARMLESS ? [`risk.internet is ${risk.internet}`] : []),
    ...texts.filter((text) => ACCUSATION.test(text) || programs.in(text).length > 0),
  ].map((fault) => `${port}/${transport}: ${fault}`);
}

/** The sockets lens on a machine that listens wherever a program is on record. */
function findingsThatAccuse(knowledge: Knowledge): Figure[] {
  const all = [...knowledge.programs()];
  const malicious = namesOf(all.filter(({ kind }) => kind !== 'tool'));
  const tools = namesOf(all.filter(({ kind }) => kind === 'tool'));
  const { ports, judged } = judgeHeldPorts(knowledge);
  const byNumber = judged.filter(({ holder, finding }) => holder === 'a program nobody knows' && deservesLook(finding));
  return [
    none(
      `findings that name a malicious program in title or meaning, on ${formatCount(ports)} ports of record`,
      judged.flatMap((one) => naming(knowledge, malicious, one)),
    ),
    none(
      'findings worth a look where a program nobody knows holds such a port, that is by the number alone',
      byNumber.map(describe),
      'A dossier that names no processes cannot tell who holds its port; these say "if this is".',
    ),
    record(
      'findings that name a tool on record (tor, ngrok), which may well be what runs there',
      formatCount(judged.flatMap((one) => naming(knowledge, tools, one)).length),
      null,
    ),
  ];
}

/** The finding, if it names one of the programs. A name that IANA gives to the port (1524, ingreslock) is the port's. */
function naming(knowledge: Knowledge, programs: NameFinder, judged: JudgedPort): string[] {
  const { listener, finding } = judged;
  const own = knowledge.registry.lookUp(listener.port, listener.transport).names.map((name) => name.toLowerCase());
  const named = programs.in(`${finding.title} ${finding.meaning}`).filter((name) => !own.includes(name.toLowerCase()));
  return named.length === 0 ? [] : [`${named[0]}: ${describe(judged)}`];
}

function describe({ listener, holder, finding }: JudgedPort): string {
  return `${listener.port}/${listener.transport}, held by ${holder}, ${finding.id}: ${finding.title}`;
}
