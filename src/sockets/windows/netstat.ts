import { familyOf, NO_PEER, parseEndpoint, type Endpoint } from '../commands/endpoint.ts';
import { kindOf, type SocketRecord } from '../commands/socket-record.ts';
import type { Command, Parsed } from '../commands/command.ts';
import { CLOSE, ESTABLISHED, LISTEN, TIME_WAIT } from '../state.ts';
import { ownersOf } from './net-tables.ts';
import { systemProgram } from './system-folder.ts';
import { tcpStateOfWord } from './tcp-state.ts';

export function netstatCommand(systemRoot: string | undefined): Command {
  return { file: systemProgram(systemRoot, 'netstat.exe'), args: ['-ano'] };
}

/**
 * Reads `netstat -ano` by position: protocol, both ends, the state in words of any language and number, the process.
 * The words are translated (ABHÖREN) and, in the console's code page, may not even be text, so they decide nothing that
 * the form of the row tells: a TCP row whose peer is nobody listens.
 */
export function parseNetstat(text: string): Parsed<SocketRecord> {
  const rows: SocketRecord[] = [];
  let skipped = 0;
  let isHeading = true;
  for (const line of text.split(/\r?\n/)) {
    const words = line.trim().split(/\s+/);
    const [protocol = ''] = words;
    if (protocol === '') continue;
    const transport = protocol === 'TCP' ? 'tcp' : protocol === 'UDP' ? 'udp' : null;
    if (transport === null) {
      if (!isHeading) skipped++;
      continue;
    }
    isHeading = false;
    const row = parseRow(transport, words);
    if (row === null) skipped++;
    else rows.push(row);
  }
  return { rows, skipped };
}

function parseRow(transport: 'tcp' | 'udp', words: readonly string[]): SocketRecord | null {
  const [, localText = '', remoteText = ''] = words;
  const family = familyOf(localText);
  const local = parseEndpoint(localText, ':', family);
  const remote = remoteText === '*:*' ? NO_PEER : parseEndpoint(remoteText, ':', family);
  if (local === null || remote === null) return null;
  const last = words.length > 3 ? (words.at(-1) ?? '') : '';
  const pid = /^\d{1,10}$/.test(last) ? Number(last) : null; // absent without -o
  const word = words.slice(3, pid === null ? undefined : -1).join(' ');
  return {
    kind: kindOf(transport, family),
    state: transport === 'udp' ? (remote.port === 0 ? CLOSE : ESTABLISHED) : tcpState(word, remote, pid),
    local: local.address,
    localPort: local.port,
    remote: remote.address,
    remotePort: remote.port,
    receiveQueue: 0,
    sendQueue: 0,
    uid: null,
    owners: ownersOf(pid),
  };
}

const UNKNOWN = 0;

function tcpState(word: string, remote: Endpoint, pid: number | null): number {
  const known = tcpStateOfWord(word);
  if (known !== null) return known;
  if (remote.port === 0 && remote.address.every((part) => part === 0)) return LISTEN;
  // Connections that wait out their time belong to process 0.
  return pid === 0 ? TIME_WAIT : UNKNOWN;
}
