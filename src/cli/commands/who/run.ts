import type { LocalPort } from '../../../sockets/port-use.ts';
import { openProcFs } from '../../../sockets/linux/node-proc-fs.ts';
import { readWorkingFolder } from '../../../sockets/linux/process.ts';
import { EVERYTHING, type Snapshot, type SnapshotRequest } from '../../../sockets/snapshot.ts';
import { SocketView } from '../../../sockets/socket-row.ts';
import { describeAsked, parseLocalPorts, type AskedLocalPorts } from '../../asked-ports.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { formatOf } from '../../format.ts';
import { openKnowledge } from '../../open-knowledge.ts';
import { openOverlay } from '../../open-overlay.ts';
import { takeSnapshot } from '../../snapshot/take-snapshot.ts';
import { whoRecord } from './who-record.ts';
import { writeWho } from './write-who.ts';

export async function run(input: Input, context: Context): Promise<void> {
  if (input.args.length === 0) {
    throw new CliError(EXIT.usage, 'which port? give a number such as 5173 or 53/udp, or a name such as ssh');
  }
  const knowledge = openKnowledge();
  const overlay = await openOverlay(input, context);
  // A name means several ports, ssh for one 22/tcp and 22/udp: it is held when one of them is.
  const questions = input.args.map((text) => parseLocalPorts(text, knowledge, overlay));
  const asked = questions.flat();
  const snapshot = look(asked, context);
  const view = new SocketView(snapshot, knowledge, overlay);
  const fs = openProcFs(context.environment['PORTOLAN_ROOT'] ?? '/');
  const records = portsToShow(asked, snapshot).map((port) =>
    whoRecord(view, port, (pid) => readWorkingFolder(fs, pid)),
  );
  writeWho(records, view, formatOf(input), context);
  const unheld = questions.filter((ports) => heldPorts(ports, snapshot).length === 0).flat();
  if (unheld.length > 0) throw new CliError(EXIT.found, describeUnheld(unheld, snapshot));
  const hidden = records.some(({ bindings }) => bindings.some(({ owner }) => owner !== 'visible'));
  if (hidden && input.has('strict')) {
    throw new CliError(EXIT.couldNotLook, 'not every holder could be seen, and --strict was given');
  }
}

/** Finding owners is a walk over all processes, for which there is no reason where nobody holds a port. */
function look(asked: readonly AskedLocalPorts[], context: Context): Snapshot {
  const request: SnapshotRequest = {
    ...EVERYTHING,
    tcp: asked.some(({ transport }) => transport !== 'udp'),
    udp: asked.some(({ transport }) => transport !== 'tcp'),
    owners: false,
  };
  const bare = takeSnapshot(context, request);
  return heldPorts(asked, bare).length === 0 ? bare : takeSnapshot(context, { ...request, owners: true });
}

/** What was asked for by its number is shown also where nobody holds it; of a range, what is held. */
function portsToShow(asked: readonly AskedLocalPorts[], snapshot: Snapshot): LocalPort[] {
  const shown = new Map<string, LocalPort>();
  const show = (port: number, transport: 'tcp' | 'udp'): void => {
    shown.set(`${port}/${transport}`, { port, transport });
  };
  for (const one of asked) {
    if (one.from !== one.to) for (const { port, transport } of heldPorts([one], snapshot)) show(port, transport);
    else if (one.transport !== null) show(one.from, one.transport);
    else for (const transport of ['tcp', 'udp'] as const) show(one.from, transport);
  }
  return [...shown.values()];
}

/** Ports of those asked for on which somebody waits, each once, by number. */
function heldPorts(asked: readonly AskedLocalPorts[], { table }: Snapshot): LocalPort[] {
  const held = new Map<string, LocalPort>();
  for (let row = 0; row < table.length; row++) {
    if (!table.isListening(row)) continue;
    const port = table.localPort(row);
    const transport = table.transport(row);
    const isAsked = asked.some(
      (one) => one.from <= port && port <= one.to && (one.transport ?? transport) === transport,
    );
    if (isAsked) held.set(`${port}/${transport}`, { port, transport });
  }
  return [...held.values()].sort((a, b) => a.port - b.port || (a.transport < b.transport ? -1 : 1));
}

function describeUnheld(unheld: readonly AskedLocalPorts[], { table }: Snapshot): string {
  const names = [...new Set(unheld.map(describeAsked))].join(', ');
  let connected = 0;
  for (let row = 0; row < table.length; row++) {
    const port = table.localPort(row);
    if (unheld.some(({ from, to }) => from <= port && port <= to)) connected++;
  }
  const use = connected === 1 ? '1 connection has' : `${connected} connections have`;
  return `nobody holds ${names}${connected === 0 ? '' : `; ${use} it as their own end, which holds it for nobody else`}`;
}
