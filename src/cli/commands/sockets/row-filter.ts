import { parsePortRange, type PortRange } from '../../../net/port.ts';
import { compareReach, exposureOf } from '../../../sockets/exposure.ts';
import { ownersOf } from '../../../sockets/snapshot.ts';
import type { SocketView } from '../../../sockets/socket-row.ts';
import type { Input } from '../../command.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import type { SocketState } from '../../../sockets/state.ts';
import { hasLetters } from './letters.ts';
import { socketFormatOf } from './socket-format.ts';
import { parseStates } from './state-names.ts';

/** Whether a row is one of those that were asked for. */
export type RowFilter = (row: number) => boolean;

/** Without a word about states ss shows connections, and takes these for none (SS_CONN in misc/ss.c of iproute2). */
const LEFT_OUT_BY_SS: readonly SocketState[] = ['time-wait', 'syn-recv'];
const WORDS_ABOUT_STATES = ['all', 'listening', 'state'];

/** Filters that speak of listening sockets themselves, so that -l is not needed to see any. */
export function asksForListening(input: Input): boolean {
  return input.has('state') || input.has('exposed');
}

export function wantsOwnersFor(input: Input): boolean {
  return input.has('pid') || input.value('sort') === 'pid';
}

/** All of them must hold; null when none was given. Throws CliError (usage) for a value that is none. */
export function rowFilterOf(input: Input, view: SocketView): RowFilter | null {
  const { snapshot } = view;
  const { table } = snapshot;
  const filters: RowFilter[] = [];
  if (input.has('ipv6') && !input.has('ipv4')) filters.push((row) => table.family(row) === 6);
  if (socketFormatOf(input) === 'ss' && !WORDS_ABOUT_STATES.some((flag) => input.has(flag)) && hasLetters(input)) {
    filters.push((row) => !LEFT_OUT_BY_SS.includes(table.state(row)));
  }
  const state = input.value('state');
  if (state !== null) {
    const states = parseStates(state);
    filters.push((row) => states.has(table.state(row)));
  }
  for (const [flag, portOf] of [
    ['sport', (row: number) => table.localPort(row)],
    ['dport', (row: number) => table.remotePort(row)],
  ] as const) {
    const text = input.value(flag);
    if (text === null) continue;
    const ranges = parsePorts(flag, text);
    filters.push((row) => ranges.some(({ from, to }) => from <= portOf(row) && portOf(row) <= to));
  }
  const pid = input.value('pid');
  if (pid !== null) {
    const pids = new Set(pid.split(',').map(parsePid));
    filters.push((row) => ownersOf(snapshot, row).some((owner) => pids.has(owner.pid)));
  }
  const user = input.value('user');
  if (user !== null) {
    const uids = new Set(user.split(',').map((name) => parseUser(name, snapshot.host.users)));
    // A socket without an inode is nobody's, and the kernel says 0 for its uid: that is not root.
    filters.push((row) => table.inode(row) !== 0 && uids.has(table.uid(row)));
  }
  if (input.has('exposed')) filters.push((row) => compareReach(exposureOf(table, row), 'loopback') > 0);
  return filters.length === 0 ? null : (row) => filters.every((filter) => filter(row));
}

/** Whole numbers and ranges, never a part of a number. A colon before it is how ss writes a port. */
function parsePorts(flag: string, text: string): PortRange[] {
  return text.split(',').map((word) => {
    const range = parsePortRange(word.replace(/^:/, ''));
    if (range === null) throw new CliError(EXIT.usage, `--${flag}: "${word}" is no port and no range like 6000-6063`);
    return range;
  });
}

function parsePid(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new CliError(EXIT.usage, `--pid: "${text}" is no process number`);
  return Number(text);
}

function parseUser(text: string, users: ReadonlyMap<number, string>): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  for (const [uid, name] of users) if (name === text) return uid;
  throw new CliError(EXIT.usage, `--user: this machine has no user "${text}" in /etc/passwd; a number works as well`);
}
