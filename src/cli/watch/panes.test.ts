import { describe, expect, it } from 'vitest';
import { NO_OVERLAY } from '../../knowledge/overlay.ts';
import { LISTEN, recordMachine } from '../../sockets/machine.fixture.ts';
import { takeLinuxSnapshot } from '../../sockets/linux/snapshot.ts';
import { knowledgeOf } from '../../sockets/small-knowledge.fixture.ts';
import { EVERYTHING } from '../../sockets/snapshot.ts';
import { SocketView, type SocketRow } from '../../sockets/socket-row.ts';
import { killLines } from './panes.ts';

const UNCONNECTED = 7;

function rowsOf(machine: Parameters<typeof recordMachine>[0]): SocketRow[] {
  const system = { fs: recordMachine(machine), littleEndian: true, asRoot: false, now: () => new Date(0) };
  const snapshot = takeLinuxSnapshot(system, EVERYTHING);
  const view = new SocketView(snapshot, knowledgeOf([], {}), NO_OVERLAY);
  return Array.from({ length: snapshot.table.length }, (_, row) => view.rowAt(row));
}

describe('the pane on how to end', () => {
  it('names the transport where a bare number would mean the other', () => {
    const lines = rowsOf({
      tcp: [{ local: '0.0.0.0:53', state: LISTEN, inode: 1 }],
      udp: [{ local: '0.0.0.0:53', state: UNCONNECTED, inode: 2 }],
    }).map((row) => killLines(row, 80).find((line) => line.includes('portolan kill')));
    expect(lines).toEqual(['  portolan kill 53', '  portolan kill 53/udp']);
  });
});
