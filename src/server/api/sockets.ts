import { frame } from '../../findings/envelope.ts';
import type { SocketView } from '../../sockets/socket-row.ts';
import type { ApiDesk } from './desk.ts';
import { chosenRows, type SocketChoice } from './socket-choice.ts';

/** Characters of a piece: many rows at once, and never all. */
const PIECE_LENGTH = 65_536;

/** As `portolan sockets --json`, in pieces: with 100,000 sockets the document is 100 MB, and never in memory as a whole. */
export function* socketsDocument(desk: ApiDesk, view: SocketView, choice: SocketChoice = 'all'): Generator<string> {
  const { host, completeness, table } = view.snapshot;
  const { ephemeral, reserved, bindV6Only } = host;
  const head = {
    ...frame('sockets', desk.now(), desk.host),
    ports: { ephemeral, reserved, bindV6Only },
    completeness,
    findings: view.snapshotFindings,
  };
  let piece = `${JSON.stringify(head).slice(0, -1)},"sockets":[`;
  const isAskedFor = chosenRows(view, choice);
  let separator = '';
  for (let row = 0; row < table.length; row++) {
    if (!isAskedFor(row)) continue;
    piece += `${separator}${JSON.stringify(view.rowAt(row))}`;
    separator = ',';
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}]}`;
}
