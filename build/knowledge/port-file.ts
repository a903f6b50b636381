import type { PortRange } from '../../src/net/port.ts';

/** How the file of a dossier begins, so that files sort as their ports do: `0080-`, `6000-6063-`, `10250-`. */
export function portFilePrefix({ from, to }: PortRange): string {
  const pad = (port: number): string => String(port).padStart(4, '0');
  return from === to ? `${pad(from)}-` : `${pad(from)}-${pad(to)}-`;
}
