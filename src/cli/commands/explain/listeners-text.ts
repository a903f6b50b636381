import type { Answer } from '../../../knowledge/answer.ts';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { EXPOSURE_WORDS } from '../../../sockets/exposure.ts';
import { groupListeners, type Listener } from '../../../sockets/listener.ts';
import { ListeningPorts } from '../../../sockets/listening-ports.ts';
import { ServiceNamer } from '../../../sockets/service.ts';
import type { Snapshot } from '../../../sockets/snapshot.ts';
import { printable } from '../../printable.ts';
import { OWNER_WORDS } from '../../snapshot/owner-words.ts';

const LISTENERS_SHOWN = 5;

/** `sshd (pid 812), any address` for what listens on the ports of an answer. */
export function describeListeners(snapshot: Snapshot, answer: Answer, knowledge: Knowledge): string {
  const { port, lastPort, transport } = answer;
  const here = groupListeners(snapshot, new ListeningPorts(snapshot.table), new ServiceNamer(knowledge)).filter(
    (one) => one.transport === transport && port <= one.port && one.port <= lastPort,
  );
  if (here.length === 0) return `nothing listens on ${port === lastPort ? 'it' : 'these'}`;
  const shown = here.slice(0, LISTENERS_SHOWN).map((one) => {
    const number = port === lastPort ? '' : `${one.port}: `;
    return `${number}${describeOwner(one)}, ${EXPOSURE_WORDS[one.exposure]}`;
  });
  if (here.length > shown.length) shown.push(`${here.length - shown.length} more`);
  return `${shown.join('; ')}   (portolan sockets -tulpn)`;
}

function describeOwner(listener: Listener): string {
  if (listener.processes.length === 0) return OWNER_WORDS[listener.ownership];
  return [...new Set(listener.processes.map((process) => `${printable(process.name)} (pid ${process.pid})`))].join(
    ', ',
  );
}
