import { SocketView } from '../../sockets/socket-row.ts';
import { EVERYTHING } from '../../sockets/snapshot.ts';
import type { ApiDesk } from './desk.ts';

/** This machine as it is now, with who holds what. */
export async function lookAround(desk: ApiDesk): Promise<SocketView> {
  return new SocketView(await desk.takeSnapshot(EVERYTHING), desk.knowledge, await desk.overlay());
}
