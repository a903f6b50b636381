import { sumConnections } from '../../sockets/diff/connections.ts';
import { recordCompleteness, recordListeners } from '../../sockets/diff/record.ts';
import { EVERYTHING } from '../../sockets/snapshot.ts';
import { SocketView } from '../../sockets/socket-row.ts';
import type { Overlay } from '../../knowledge/overlay.ts';
import type { Context } from '../context.ts';
import { envelope } from '../envelope.ts';
import { openKnowledge } from '../open-knowledge.ts';
import { describeGaps } from '../../sockets/gaps.ts';
import { takeSnapshot } from '../snapshot/take-snapshot.ts';
import type { SnapshotDocument } from './documents.ts';

/** This machine as it is now, in the form that is kept. */
export function takeDocument(context: Context, overlay: Overlay, withConnections: boolean): SnapshotDocument {
  const snapshot = takeSnapshot(context, { ...EVERYTHING, listeningOnly: !withConnections });
  const view = new SocketView(snapshot, openKnowledge(), overlay);
  return {
    ...envelope('snapshot', context),
    completeness: recordCompleteness(snapshot),
    gaps: describeGaps(snapshot),
    listeners: recordListeners(view),
    connections: withConnections ? sumConnections(view) : null,
  };
}
