import type { Heard, Recognition } from './heard.ts';
import type { Protocol } from './protocol.ts';
import { DOMAIN } from './protocols/domain.ts';
import { HTTP } from './protocols/http.ts';
import { PROTOCOLS } from './protocols/protocols.ts';
import { ECHO } from './protocols/small-services.ts';
import { POSTGRESQL } from './protocols/sql.ts';

/** What is done next: ask by a protocol's question, or try TLS. */
export type Step = Protocol | 'tls';

/** Ports where TLS stands from the first byte. */
const TLS_PORTS: readonly number[] = [
  443, 465, 563, 636, 853, 989, 990, 992, 993, 994, 995, 2376, 3269, 4433, 5061, 5671, 5986, 6443, 6514, 6697, 8443,
  8834, 8883, 9443, 10_250,
];
/** RFC 863: it takes everything and says nothing, so that one question is enough. */
export const DISCARD_PORT = 9;

export function usesTls(port: number): boolean {
  return TLS_PORTS.includes(port);
}

/** The protocols that the port is known for. */
export function hintedBy(port: number): readonly Protocol[] {
  return PROTOCOLS.filter(({ ports }) => ports.includes(port));
}

/** What is known so far of one port. */
export interface Progress {
  readonly port: number;
  readonly isTls: boolean;
  /** Names of the protocols that were asked, and `tls`. */
  readonly asked: ReadonlySet<string>;
  readonly heard: readonly Heard[];
  /** What looks like something, but has not been seen to be it. */
  readonly likely: readonly Recognition[];
}

/** The next step, or null where nothing more is worth a question. Pure. */
export function nextStep({ port, isTls, asked, heard, likely }: Progress): Step | null {
  const steps: Step[] = [];
  const wantsTls = heard.some(({ bytes, text }) => isAlert(bytes) || /HTTPS (?:port|server)|SSL-enabled/i.test(text));
  if (wantsTls) steps.push('tls');
  for (const { service } of likely) steps.push(...PROTOCOLS.filter((one) => one.service === service));
  if (usesTls(port)) steps.push('tls');
  steps.push(...hintedBy(port));
  if (port === DISCARD_PORT) steps.push(ECHO);
  else steps.push(HTTP, 'tls', ECHO, POSTGRESQL, DOMAIN);
  return steps.find((step) => isOpen(step, asked, isTls)) ?? null;
}

function isOpen(step: Step, asked: ReadonlySet<string>, isTls: boolean): boolean {
  if (step === 'tls') return !isTls && !asked.has('tls');
  return step.question !== undefined && !asked.has(step.service);
}

/** An alert of TLS, which some servers answer to anything else (RFC 8446 section 6). */
function isAlert(bytes: Uint8Array): boolean {
  return bytes[0] === 0x15 && bytes[1] === 0x03 && bytes.length >= 5;
}
