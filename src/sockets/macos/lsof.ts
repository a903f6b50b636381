import { NO_PEER, parseEndpoint, type Endpoint } from '../commands/endpoint.ts';
import { joinOwners, kindOf, type SocketRecord } from '../commands/socket-record.ts';
import type { Command, Parsed } from '../commands/command.ts';
import { NO_DESCRIPTOR } from '../owner-index.ts';
import { CLOSE, ESTABLISHED } from '../state.ts';
import { tcpStateOf } from './tcp-state.ts';

/**
 * Fields instead of columns: names hold blanks and columns move. Numeric everything; states and queue lengths (-T);
 * no warnings (-w); the whole command name (+c 0). lsof(8), OUTPUT FOR OTHER PROGRAMS.
 */
export const LSOF: Command = {
  file: '/usr/sbin/lsof',
  args: ['-nPlw', '-iTCP', '-iUDP', '-Tqs', '+c', '0', '-FpcuftdPnT'],
};

export interface LsofOutput extends Parsed<SocketRecord> {
  /** Command names by pid. */
  readonly names: ReadonlyMap<number, string>;
}

/** The fields of one open file; null until they were told. */
interface File {
  descriptor: number;
  type: string | null;
  device: string | null;
  protocol: string | null;
  name: string | null;
  state: string | null;
  receiveQueue: number;
  sendQueue: number;
}

/**
 * Reads `lsof -F`: a line is one field, told by its first character; `p` begins a process and `f` a file of it, and
 * the others come in any order. With -F0 the fields end in NUL.
 */
export function parseLsof(text: string): LsofOutput {
  const rows = new Map<string, SocketRecord>();
  const names = new Map<number, string>();
  let skipped = 0;
  let pid: number | null = null;
  let uid: number | null = null;
  let file: File | null = null;

  const endFile = (): void => {
    const socket = file === null || pid === null ? null : describeFile(file, pid, uid);
    if (socket === 'not-understood') skipped++;
    else if (socket !== null && file !== null) {
      // The device of a socket is the kernel's address of it: the same for processes that share it after fork.
      const key = file.device === null ? `row ${rows.size}` : `${socket.kind} ${file.device}`;
      const known = rows.get(key);
      rows.set(key, known === undefined ? socket : { ...known, owners: joinOwners(known.owners, socket.owners) });
    }
    file = null;
  };

  for (const line of text.split(/[\0\r\n]+/)) {
    if (line === '') continue;
    const value = line.slice(1);
    switch (line[0]) {
      case 'p':
        endFile();
        uid = null;
        pid = toProcessId(value);
        if (pid === null) skipped++;
        break;
      case 'c':
        if (pid !== null) names.set(pid, value);
        break;
      case 'u':
        uid = toNumber(value);
        break;
      case 'f':
        endFile();
        if (pid === null) skipped++;
        else file = emptyFile(value);
        break;
      default:
        if (file === null) {
          // Other fields of a process (R, g, L) say nothing of sockets; what stands before the first is no field.
          if (pid === null) skipped++;
        } else takeField(file, line[0] ?? '', value);
    }
  }
  endFile();
  return { rows: [...rows.values()], skipped, names };
}

function emptyFile(descriptor: string): File {
  const number = Number(/^\d{1,9}/.exec(descriptor)?.[0] ?? NO_DESCRIPTOR);
  const nothing = { type: null, device: null, protocol: null, name: null, state: null };
  return { descriptor: number, ...nothing, receiveQueue: 0, sendQueue: 0 };
}

function takeField(file: File, field: string, value: string): void {
  if (field === 't') file.type = value;
  else if (field === 'd') file.device = value;
  else if (field === 'P') file.protocol = value;
  else if (field === 'n') file.name = value;
  else if (field === 'T') {
    if (value.startsWith('ST=')) file.state = value.slice(3);
    else if (value.startsWith('QR=')) file.receiveQueue = toNumber(value.slice(3)) ?? 0;
    else if (value.startsWith('QS=')) file.sendQueue = toNumber(value.slice(3)) ?? 0;
  }
}

/** Null for what is no TCP or UDP socket, or holds no port. */
function describeFile(file: File, pid: number, uid: number | null): SocketRecord | 'not-understood' | null {
  const transport = /^(tcp|udp)[46]?$/i.exec(file.protocol ?? '')?.[1]?.toLowerCase();
  if (transport !== 'tcp' && transport !== 'udp') return null;
  // `name` may end in the state, as the columns have it: `*:80 (LISTEN)`.
  const [ends = '', stateInName] = (file.name ?? '').split(/ \((?=[A-Z_0-9]+\)$)/);
  const [localText = '', remoteText] = ends.split('->');
  const hasBrackets = localText.startsWith('[') || remoteText?.startsWith('[') === true;
  const family = file.type === 'IPv6' || hasBrackets ? 6 : 4;
  const local = parseEndpoint(localText, ':', family);
  const remote: Endpoint | null = remoteText === undefined ? NO_PEER : parseEndpoint(remoteText, ':', family);
  if (local === null || remote === null) return 'not-understood';
  if (local.port === 0 && remote.port === 0) return null; // `*:*`: opened and not bound
  // A state UDP does not have: a peer is all there is to know.
  const word = file.state ?? stateInName?.slice(0, -1) ?? null;
  const udpState = remote.port === 0 ? CLOSE : ESTABLISHED;
  const state = transport === 'udp' ? udpState : word === null ? 0 : tcpStateOf(word);
  if (state === null) return 'not-understood';
  return {
    kind: kindOf(transport, family),
    state,
    local: local.address,
    localPort: local.port,
    remote: remote.address,
    remotePort: remote.port,
    receiveQueue: file.receiveQueue,
    sendQueue: file.sendQueue,
    uid,
    owners: [{ pid, fd: file.descriptor }],
  };
}

/** As pid_t has it, which is signed; 0 is the kernel. */
function toProcessId(text: string): number | null {
  const number = toNumber(text);
  return number === null || number === 0 || number > 0x7fff_ffff ? null : number;
}

/** A whole number of 32 bits; null for anything else. */
function toNumber(text: string): number | null {
  return /^\d{1,10}$/.test(text) && Number(text) <= 0xffff_ffff ? Number(text) : null;
}
