import type { Exposure, SocketRow } from '../../api/documents.ts';

/** Whether a listener is as the user's notes (portolan.yaml) have it. */
export type Expectation = 'expected' | 'another process' | 'reaches farther' | 'not noted';

const REACH: Readonly<Record<Exposure, number>> = {
  peer: 0,
  loopback: 0,
  contained: 0,
  'link-local': 1,
  private: 1,
  unknown: 1,
  public: 2,
  wildcard: 2,
};

const NOTED = { host: 0, network: 1, anywhere: 2 } as const;

export function expectationOf({
  note,
  process,
  exposure,
}: Pick<SocketRow, 'note' | 'process' | 'exposure'>): Expectation {
  if (note === null) return 'not noted';
  if (note.process !== undefined && process !== null && !note.process.includes(process.name)) return 'another process';
  if (note.exposure !== undefined && REACH[exposure] > NOTED[note.exposure]) return 'reaches farther';
  return 'expected';
}
