import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Overlay } from '../knowledge/overlay.ts';
import { parseQuery, QueryError } from '../knowledge/query.ts';
import { formatPortRange, type PortRange } from '../net/port.ts';
import { CliError, EXIT } from './exit-code.ts';

/** Ports of this machine that were asked for, by number or by a name. */
export interface AskedLocalPorts extends PortRange {
  /** Null: both. */
  readonly transport: 'tcp' | 'udp' | null;
}

/** Understands `5173`, `5173/udp`, `3000-3010`, `ssh`. Throws CliError for what has no socket that can be looked at. */
export function parseLocalPorts(text: string, knowledge: Knowledge, overlay: Overlay): AskedLocalPorts[] {
  const asked = parse(text, knowledge, overlay);
  const ports = asked.flatMap(({ from, to, transport }) =>
    transport === null || transport === 'tcp' || transport === 'udp' ? [{ from, to, transport }] : [],
  );
  if (ports.length === 0) {
    throw new CliError(EXIT.usage, `"${text}": the sockets of TCP and UDP are looked at, and of no other transport`);
  }
  if (ports.some(({ from }) => from === 0)) {
    throw new CliError(EXIT.usage, `"${text}": nothing can be bound to port 0, which asks for any free port`);
  }
  return ports;
}

function parse(text: string, knowledge: Knowledge, overlay: Overlay): ReturnType<typeof parseQuery>['ports'] {
  try {
    return parseQuery(knowledge, text, overlay).ports;
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw new CliError(error.kind === 'unreadable' ? EXIT.usage : EXIT.found, error.message);
  }
}

/** `5173/tcp`, or `5173` for both. */
export function describeAsked({ transport, ...range }: AskedLocalPorts): string {
  return transport === null ? formatPortRange(range) : `${formatPortRange(range)}/${transport}`;
}
