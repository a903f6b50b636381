import { openProcFs } from '../../sockets/linux/node-proc-fs.ts';
import { readSocketCount } from '../../sockets/linux/socket-count.ts';
import type { SocketTables } from '../../sockets/linux/tables.ts';
import type { Snapshot, SnapshotRequest } from '../../sockets/snapshot.ts';
import type { Context } from '../context.ts';
import { CliError, EXIT } from '../exit-code.ts';
import { chooseBackend, type BackendChoice } from './backend-choice.ts';
import { prepareForManySockets } from './many-sockets.ts';
import { isLittleEndian, takeSnapshot } from './take-snapshot.ts';

export interface BestSnapshot {
  readonly snapshot: Snapshot;
  /** Where the rows came from, after all, and why from there. */
  readonly choice: BackendChoice;
}

/** Reads this machine's sockets by netlink where the optional package is, and from /proc everywhere else. */
export async function takeBestSnapshot(context: Context, request: SnapshotRequest): Promise<Snapshot> {
  const { snapshot } = await takeExplainedSnapshot(context, request);
  return snapshot;
}

/** The same, and why it came from where it did: for `doctor`. */
export async function takeExplainedSnapshot(context: Context, request: SnapshotRequest): Promise<BestSnapshot> {
  const choice = process.platform === 'linux' ? chooseBackend(context) : null;
  if (choice === null || choice.backend === 'proc') {
    const snapshot = takeSnapshot(context, request);
    return { snapshot, choice: choice ?? { backend: 'proc', because: 'absent', message: 'netlink is of Linux' } };
  }
  const { NetlinkError } = await import('../../sockets/linux/netlink/read-tables.ts');
  try {
    const read = await readTables(choice, request);
    return { snapshot: takeSnapshot(context, request, read), choice };
  } catch (error) {
    // A container that may not open netlink sockets, or a kernel without inet_diag.
    if (!(error instanceof NetlinkError)) throw error;
    if (context.environment['PORTOLAN_BACKEND'] === 'netlink') {
      throw new CliError(EXIT.couldNotLook, `PORTOLAN_BACKEND=netlink cannot be had: ${error.message}`);
    }
    return {
      snapshot: takeSnapshot(context, request),
      choice: { backend: 'proc', because: 'refused', message: error.message },
    };
  }
}

async function readTables(
  { open }: Extract<BackendChoice, { backend: 'netlink' }>,
  request: SnapshotRequest,
): Promise<SocketTables> {
  const [{ readNetlinkTables }, { openTransport }] = await Promise.all([
    import('../../sockets/linux/netlink/read-tables.ts'),
    import('./netlink-transport.ts'),
  ]);
  const fs = openProcFs();
  prepareForManySockets(fs);
  const transport = openTransport(open);
  try {
    const expected = readSocketCount(fs);
    return await readNetlinkTables({ transport, littleEndian: isLittleEndian(), expected }, request);
  } finally {
    await transport.close();
  }
}
