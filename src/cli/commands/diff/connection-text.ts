import type { ConnectionChange, ConnectionCount } from '../../../sockets/diff/connection-changes.ts';
import type { Context } from '../../context.ts';
import { printable } from '../../printable.ts';
import { padEnd } from '../../width.ts';
import { wrap } from '../../wrap.ts';

/** More is for a program to read. */
const MAX_LINES = 12;
const INDENT = '  ';
const WORD_WIDTH = 'grown'.length;

/** What became of the connections, a line each. */
export function* connectionLines(
  changes: readonly ConnectionChange[],
  { style, width }: Pick<Context, 'style' | 'width'>,
): Generator<string> {
  if (changes.length === 0) return;
  yield '';
  yield style.strong('CONNECTIONS');
  for (const change of changes.slice(0, MAX_LINES)) {
    const head = INDENT + padEnd(change.change, WORD_WIDTH) + INDENT;
    for (const [index, line] of wrap(describeChange(change), width - head.length).entries()) {
      yield (index === 0 ? head : ' '.repeat(head.length)) + line;
    }
  }
  const more = changes.length - MAX_LINES;
  if (more > 0) yield `${INDENT}and ${more} more: portolan diff --json`;
}

/** `node now talks to 3 addresses on 6379/tcp redis` */
function describeChange({ direction, process, port, transport, service, before, after }: ConnectionChange): string {
  const who = process === null ? 'somebody unseen' : printable(process);
  const where = `${port}/${transport}${service === null ? '' : ` ${printable(service)}`}`;
  const isOut = direction === 'out';
  if (after === null) {
    const had = `it had ${connectionsOf(before)}`;
    return isOut ? `${who} no longer talks to ${where}; ${had}` : `${who} has nobody left on ${where}; ${had}`;
  }
  const counted = after.connections === after.peers ? '' : `, ${connectionsOf(after)}`;
  if (before === null) {
    return isOut
      ? `${who} now talks to ${addressesOf(after)} on ${where}${counted}`
      : `${who} now has ${connectionsOf(after)} from ${addressesOf(after)} on ${where}`;
  }
  const were = `${before.connections} before`;
  return isOut
    ? `${who} talks to ${where} over ${connectionsOf(after)}, ${were}`
    : `${who} has ${connectionsOf(after)} on ${where}, ${were}`;
}

function connectionsOf(count: ConnectionCount | null): string {
  const number = count?.connections ?? 0;
  return number === 1 ? '1 connection' : `${number} connections`;
}

function addressesOf({ peers }: ConnectionCount): string {
  return peers === 1 ? '1 address' : `${peers} addresses`;
}
