import { MAX_PORT } from '../../net/port.ts';
import { familyOf, NO_PEER, parseAddress, type Endpoint } from '../commands/endpoint.ts';
import { kindOf, type SocketRecord } from '../commands/socket-record.ts';
import type { Parsed } from '../commands/command.ts';
import { NO_DESCRIPTOR, type Owner } from '../owner-index.ts';
import { CLOSE } from '../state.ts';
import { isObject, numberOf, parseJsonObjects, textOf, type JsonObject } from './powershell.ts';
import { tcpStateOfNumber, tcpStateOfWord } from './tcp-state.ts';

/** Reads `Get-NetTCPConnection` as JSON. */
export function parseTcpConnections(text: string): Parsed<SocketRecord> {
  return parseObjects(text, (object) => {
    const local = endpointOf(object['LocalAddress'], object['LocalPort']);
    const remote = endpointOf(object['RemoteAddress'], object['RemotePort']);
    const state = stateOf(object['State']);
    if (local === null || remote === null || state === null) return null;
    return recordOf('tcp', local, remote, state, object);
  });
}

/** Reads `Get-NetUDPEndpoint` as JSON: no peer and no state, so every socket of it waits for others. */
export function parseUdpEndpoints(text: string): Parsed<SocketRecord> {
  return parseObjects(text, (object) => {
    const local = endpointOf(object['LocalAddress'], object['LocalPort']);
    return local === null ? null : recordOf('udp', local, NO_PEER, CLOSE, object);
  });
}

function parseObjects(text: string, read: (object: JsonObject) => SocketRecord | null): Parsed<SocketRecord> {
  const objects = parseJsonObjects(text);
  if (objects === null) return { rows: [], skipped: 1 };
  const rows: SocketRecord[] = [];
  for (const object of objects) {
    const row = isObject(object) ? read(object) : null;
    if (row !== null) rows.push(row);
  }
  return { rows, skipped: objects.length - rows.length };
}

type FamilyEndpoint = Endpoint & { readonly family: 4 | 6 };

function endpointOf(address: unknown, port: unknown): FamilyEndpoint | null {
  const text = textOf(address);
  const number = numberOf(port);
  if (text === null || number === null || number > MAX_PORT) return null;
  const family = familyOf(text);
  const words = parseAddress(text, family);
  return words === null ? null : { address: words, port: number, family };
}

/** A number, and its name where somebody asked for the property as it is. */
function stateOf(value: unknown): number | null {
  const number = numberOf(value);
  if (number !== null) return tcpStateOfNumber(number);
  return typeof value === 'string' ? tcpStateOfWord(value) : null;
}

function recordOf(
  transport: 'tcp' | 'udp',
  local: FamilyEndpoint,
  remote: Endpoint,
  state: number,
  object: JsonObject,
): SocketRecord {
  return {
    kind: kindOf(transport, local.family),
    state,
    local: local.address,
    localPort: local.port,
    remote: remote.address,
    remotePort: remote.port,
    receiveQueue: 0,
    sendQueue: 0,
    uid: null,
    owners: ownersOf(numberOf(object['OwningProcess'])),
  };
}

/** Process 0 is no process: Windows has it where nobody holds the connection any more. */
export function ownersOf(pid: number | null): Owner[] {
  return pid === null || pid === 0 || pid > 0x7fff_ffff ? [] : [{ pid, fd: NO_DESCRIPTOR }];
}
