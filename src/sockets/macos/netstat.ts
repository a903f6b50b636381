import { parseEndpoint } from '../commands/endpoint.ts';
import { kindOf, type SocketRecord } from '../commands/socket-record.ts';
import type { Command, Parsed } from '../commands/command.ts';
import { NO_DESCRIPTOR } from '../owner-index.ts';
import { CLOSE, ESTABLISHED } from '../state.ts';
import { tcpStateOf } from './tcp-state.ts';

/**
 * Every socket, also those of other users, with the process (-v) and IPv6 addresses in full (-l). By protocol and not by
 * family, because a socket of both families is listed under each.
 */
export function netstatCommand(protocol: 'tcp' | 'udp'): Command {
  return { file: '/usr/sbin/netstat', args: ['-anvl', '-p', protocol] };
}

/** Where the process stands, in columns after the state. */
interface PidColumn {
  readonly before: number;
  /** Columns behind it: the name of a process may hold blanks, so it is counted from both sides. */
  readonly behind: number;
  /** `process:pid` in one, from macOS 26 on. */
  readonly withName: boolean;
}

/**
 * Reads `netstat -anv`. The column of the process moved with nearly every macOS (8 on Sonoma, 10 on Sequoia, joined
 * with the name on Tahoe), so the heading says where it is; without a heading nothing is guessed.
 */
export function parseNetstat(text: string): Parsed<SocketRecord> {
  const rows: SocketRecord[] = [];
  let skipped = 0;
  let column: PidColumn | null = null;
  let isInternet = true;
  for (const line of text.split(/\r?\n/)) {
    const words = line.trim().split(/\s+/);
    const [first = ''] = words;
    if (first === '') continue;
    if (first === 'Active' || first === 'Registered') {
      isInternet = line.trim().startsWith('Active Internet connections');
      column = null;
    } else if (!isInternet) continue;
    else if (first === 'Proto') column = findPidColumn(line);
    else {
      const protocol = /^(tcp|udp)(4|6|46)$/.exec(first);
      if (protocol !== null) {
        const row = parseRow(words, protocol[1] === 'tcp' ? 'tcp' : 'udp', protocol[2] === '4' ? 4 : 6, column);
        if (row === 'not-understood') skipped++;
        else if (row !== null) rows.push(row);
      } else if (!/^(icm|ip|raw|div|mptcp|quic|udplite)/.test(first)) skipped++;
    }
  }
  return { rows, skipped };
}

function findPidColumn(heading: string): PidColumn | null {
  const [, columns] = heading.split(/\(state\)/i);
  const names = (columns ?? '').trim().split(/\s+/);
  const at = names.findIndex((name) => name === 'pid' || name === 'process:pid');
  return at === -1 ? null : { before: at, behind: names.length - at - 1, withName: names[at] === 'process:pid' };
}

function parseRow(
  words: readonly string[],
  transport: 'tcp' | 'udp',
  family: 4 | 6,
  column: PidColumn | null,
): SocketRecord | 'not-understood' | null {
  const [, receive = '', send = '', localText = '', remoteText = '', stateText = ''] = words;
  const local = parseEndpoint(localText, '.', family);
  const remote = parseEndpoint(remoteText, '.', family);
  if (local === null || remote === null || !isCount(receive) || !isCount(send)) return 'not-understood';
  if (local.port === 0 && remote.port === 0) return null; // `*.*`: opened and not bound
  const tcpState = tcpStateOf(stateText);
  const udpState = remote.port === 0 ? CLOSE : ESTABLISHED;
  const state = transport === 'udp' ? udpState : tcpState;
  if (state === null) return 'not-understood';
  // UDP has no state, and the column is empty there.
  const pid = readPid(words.slice(tcpState === null ? 5 : 6), column);
  return {
    kind: kindOf(transport, family),
    state,
    local: local.address,
    localPort: local.port,
    remote: remote.address,
    remotePort: remote.port,
    receiveQueue: Number(receive),
    sendQueue: Number(send),
    uid: null,
    owners: pid === null || pid === 0 ? [] : [{ pid, fd: NO_DESCRIPTOR }], // 0: the kernel's own
  };
}

/** Null where the row does not have the columns of its heading: then nothing tells which number is the pid. */
function readPid(columns: readonly string[], column: PidColumn | null): number | null {
  if (column === null) return null;
  const { before, behind, withName } = column;
  if (withName ? columns.length <= before + behind : columns.length !== before + behind + 1) return null;
  const text = columns.slice(before, columns.length - behind).join(' ');
  const digits = (withName ? /:(\d{1,9})$/ : /^(\d{1,9})$/).exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

function isCount(text: string): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) <= 0xffff_ffff;
}
