/** Columns that several questions about events answer with. */
import { columns } from '../result-column.ts';

export const SOURCE = columns.address('source', 'where it comes from');
export const DESTINATION = columns.address('destination', 'where it goes');
export const EVENTS = columns.count('events', 'how many events');
export const DROPPED = columns.count('dropped', 'of them dropped or rejected');
export const SOURCES = columns.count('sources', 'different addresses they came from');
export const HOSTS = columns.count('hosts', 'different addresses they went to');
export const PORTS = columns.count('ports', 'different ports they went to');
export const PACKETS = columns.count('packets', 'packets of them');
export const BYTES = columns.bytes('bytes', 'IP bytes of them, where logs say');
export const FIRST = columns.time('first', 'when the first one was');
export const LAST = columns.time('last', 'when the last one was');
