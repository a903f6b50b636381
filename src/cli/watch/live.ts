import type { Snapshot } from '../../sockets/snapshot.ts';
import type { Context } from '../context.ts';
import { streamEvents, type StreamEdge, type Watched } from './stream.ts';
export async function showLive(watched: Watched, edge: StreamEdge, context: Context): Promise<Snapshot> {
  return streamEvents(watched, edge, context);
}
