import { isUtf8 } from 'node:buffer';
import { EVIDENCE_BYTES, lineBytesOf, lineOf, readEvidence } from '../../traffic/input/evidence.ts';
import { openInput } from '../../traffic/input/open-input.ts';
import type { TrafficFinding } from '../../traffic/report/traffic-finding.ts';

/** A line, packet or record of the file that a finding names. */
export interface EvidenceLine {
  /** `kern.log:81204` */
  readonly place: string;
  /** As text, cut at 500 bytes, with U+FFFD in the place of what is no UTF-8; empty where it is none. */
  readonly text: string;
  /** The bytes, cut as the text, where it does not have them all: records that are no text, and text that is no UTF-8. */
  readonly base64: string | null;
}

/** Reads what a finding names again. What is not there any more is left out. */
export async function evidenceOf(finding: TrafficFinding, path: string, name: string): Promise<EvidenceLine[]> {
  const input = await openInput(path);
  input.close();
  const offsets = finding.records.map(({ offset }) => offset);
  const pieces = await readEvidence(input, offsets);
  return finding.records.flatMap(({ record }, index): EvidenceLine[] => {
    const piece = pieces[index] ?? null;
    if (piece === null) return [];
    const place = `${name}:${record}`;
    const bytes = (isText(piece) ? lineBytesOf(piece) : piece).subarray(0, EVIDENCE_BYTES);
    if (!isText(piece)) return [{ place, text: '', base64: bytes.toString('base64') }];
    return [{ place, text: lineOf(piece), base64: isUtf8(bytes) ? null : bytes.toString('base64') }];
  });
}

/** Terminal escapes are text here: the page shows them as what they are. */
function isText(piece: Buffer): boolean {
  const newline = piece.indexOf(10);
  return !(newline === -1 ? piece : piece.subarray(0, newline)).includes(0);
}
