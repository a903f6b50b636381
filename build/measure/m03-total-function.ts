import { answerQuery, type Answer } from '../../src/knowledge/answer.ts';
import type { Knowledge } from '../../src/knowledge/knowledge.ts';
import type { PortClass, RegistryStatus } from '../../src/knowledge/registry-entry.ts';
import { formatPortKey, MAX_PORT, parsePortKey } from '../../src/net/port.ts';
import { TRANSPORTS, type Transport } from '../../src/net/transport.ts';
import { share, type Measure } from './figure.ts';
import { builtKnowledge } from './ground.ts';

const CLASSES: readonly PortClass[] = ['system', 'user', 'dynamic'];
const STATUSES: readonly RegistryStatus[] = [
  'assigned',
  'reserved',
  'unassigned',
  'de-registered',
  'dynamic',
  'no-row',
];

/** Whether every port of every transport has exactly one answer. It says nothing of how much the answers hold. */
export const totalFunction: Measure = {
  id: 'M3',
  title: 'one answer for every port of every transport',
  run() {
    const knowledge = builtKnowledge();
    const faults: string[] = [];
    for (const transport of TRANSPORTS) {
      for (let port = 0; port <= MAX_PORT; port++) {
        const fault = faultOf(knowledge, port, transport);
        if (fault !== null) faults.push(`${port}/${transport}: ${fault}`);
      }
    }
    const total = TRANSPORTS.length * (MAX_PORT + 1);
    return [
      share('ports with one class, one status, and a key that reads back as itself', total - faults.length, total, {
        list: faults,
      }),
    ];
  },
};

function faultOf(knowledge: Knowledge, port: number, transport: Transport): string | null {
  const key = { from: port, to: port, transport };
  const text = formatPortKey(key);
  const readBack = parsePortKey(text);
  if (readBack === null || formatPortKey(readBack) !== text) return `its key reads back as ${JSON.stringify(readBack)}`;
  const { from, to } = knowledge.registry.spanOf(port, transport);
  if (from > port || to < port) return `its run in the registry is ${from}-${to}`;
  const answers = answerQuery(knowledge, { text, ports: [key], name: null });
  const [answer] = answers;
  return answer === undefined || answers.length > 1 ? `${answers.length} answers` : faultIn(answer, port, transport);
}

function faultIn(answer: Answer, port: number, transport: Transport): string | null {
  if (answer.port !== port || answer.lastPort !== port || answer.transport !== transport)
    return 'answered for another port';
  if (!CLASSES.some((one) => one === answer.class)) return `class ${answer.class}`;
  if (!STATUSES.some((one) => one === answer.registry.status)) return `status ${answer.registry.status}`;
  return null;
}
