import type { SocketView } from '../../sockets/socket-row.ts';
import { ApiError } from './desk.ts';

/** Which sockets are asked for. A machine with 100,000 connections has a hundred that listen, and most ask about these. */
export type SocketChoice = 'all' | 'listening';

/** Of `?only=` as it stands in the request. Throws ApiError. */
export function readSocketChoice(only: string | undefined): SocketChoice {
  if (only === undefined) return 'all';
  if (only === 'listening') return 'listening';
  throw new ApiError(400, 'only takes listening; without it, all sockets are answered');
}

/** Whether a row of a view is asked for. */
export function chosenRows({ snapshot: { table } }: SocketView, choice: SocketChoice): (row: number) => boolean {
  return choice === 'all' ? () => true : (row) => table.isListening(row);
}
