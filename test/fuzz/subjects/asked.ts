import { CHECKS } from '../../../src/audit/checks/all.ts';
import { play, type Script } from '../../../src/audit/checks/scripted-network.fixture.ts';
import { readNmapXml } from '../../../src/audit/diff/read-nmap-xml.ts';
import { readResult } from '../../../src/audit/diff/read-result.ts';
import { ResultError } from '../../../src/audit/diff/recorded.ts';
import { readRecogSet } from '../../../src/audit/identify/recog/recog-set.ts';
import { XmlFault as RecogFault } from '../../../src/audit/identify/recog/flat-xml.ts';
import { PolicyError } from '../../../src/audit/policy/policy-error.ts';
import { readPolicy } from '../../../src/audit/policy/read-policy.ts';
import { readXml, XmlFault } from '../../../src/audit/xml/read-xml.ts';
import { OverlayError } from '../../../src/overlay/overlay-error.ts';
import { readOverlay } from '../../../src/overlay/read-overlay.ts';
import { Broken, refusing } from '../target.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

export const readOverlayText = refusing((bytes) => readOverlay('portolan.yaml', text(bytes)), OverlayError);
export const readPolicyText = refusing(
  (bytes) => readPolicy('policy.yaml', text(bytes), ['redis.open', 'ftp.anonymous']),
  PolicyError,
);
export const readXmlText = refusing((bytes) => [...readXml(text(bytes))], XmlFault);
export const readAuditResult = refusing((bytes) => readResult(text(bytes)), ResultError);
export const readNmapText = refusing((bytes) => readNmapXml(text(bytes)), ResultError, XmlFault);
export const readRecog = refusing((bytes) => readRecogSet(text(bytes)), RecogFault);

/** The first byte is the check; then come answers, each with its length before it: the first may be the greeting. */
export async function askServer(bytes: Uint8Array): Promise<void> {
  const check = CHECKS[(bytes[0] ?? 0) % CHECKS.length];
  if (check === undefined) return;
  const answers: Uint8Array[] = [];
  for (let at = 2; at < bytes.length && answers.length < 16;) {
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    answers.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  let next = 0;
  const reply = (): Uint8Array => answers[next++] ?? new Uint8Array();
  const greets = ((bytes[1] ?? 0) & 1) === 1;
  const script: Script = { ...(greets && { hello: reply() }), reply };
  const result = await play(check, { connections: [script], datagrams: () => reply() });
  const { maxBytesOut, maxRounds } = check.description.budget;
  if (result.bytesOut > maxBytesOut || result.rounds > maxRounds)
    throw new Broken(`${check.description.id} is over its budget`);
}

const GREETINGS = [
  '220 mail ESMTP\r\n',
  'SSH-2.0-OpenSSH_9.2\r\n',
  '+OK ready\r\n',
  '* OK ready\r\n',
  'RFB 003.008\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}',
];
const ANSWERS = [
  '+PONG\r\n',
  '250-mail\r\n250 STARTTLS\r\n',
  '331 password\r\n230 ok\r\n',
  '-ERR no\r\n',
  'STAT pid 1\r\nEND\r\n',
];

export function conversations(): Uint8Array[] {
  const said = [...GREETINGS, ...ANSWERS].map((one) => Buffer.from(one, 'latin1'));
  const parts = said.map((one) => Buffer.concat([Buffer.from([one.length >> 8, one.length & 255]), one]));
  return CHECKS.map((_, check) =>
    Buffer.concat([Buffer.from([check, check & 1]), ...parts.slice(check % parts.length)]),
  );
}
