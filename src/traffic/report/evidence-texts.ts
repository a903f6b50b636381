import { lineOf, readEvidence } from '../input/evidence.ts';
import type { Input } from '../input/open-input.ts';
import type { Evidence, TrafficFinding } from './traffic-finding.ts';

/** Findings whose evidence is read again; the others keep its places. */
const MAX_FINDINGS = 500;

/** The findings with the texts of their evidence, read once more from the inputs; the worst findings first in doubt. */
export async function withEvidence(
  findings: readonly TrafficFinding[],
  inputs: readonly Pick<Input, 'path' | 'identity' | 'packing'>[],
): Promise<TrafficFinding[]> {
  const wanted = findings.slice(-MAX_FINDINGS).flatMap(({ records }) => records);
  const texts = new Map<Evidence, string>();
  for (const [place, input] of inputs.entries()) {
    const records = wanted.filter((record) => record.input === place).sort((a, b) => a.offset - b.offset);
    const pieces = await readEvidence(
      input,
      records.map(({ offset }) => offset),
    );
    for (const [index, record] of records.entries()) {
      const piece = pieces[index];
      if (piece !== null && piece !== undefined && isText(piece)) texts.set(record, lineOf(piece));
    }
  }
  return findings.map((finding) => {
    const records = finding.records.map((record) => ({ ...record, text: texts.get(record) ?? null }));
    return { ...finding, records, evidence: records.flatMap(({ text }) => (text === null ? [] : [text])) };
  });
}

/** Packets and flow records are no text: their numbers have to do. */
function isText(piece: Buffer): boolean {
  const newline = piece.indexOf(10);
  const line = newline === -1 ? piece : piece.subarray(0, newline);
  return line.every((byte) => byte >= 32 || byte === 9 || byte === 13 || byte === 27);
}
