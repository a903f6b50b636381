import { compareSeverity, type FindingConfidence } from '../../findings/finding.ts';
import type { CheckDescription, Confidence, Fix } from '../check.ts';
import { formatEndpoint } from '../endpoint.ts';
import type { Anchor, AuditFinding, CheckResult, PortResult } from '../result.ts';
import { VANTAGE_WORDS } from '../vantage/vantage.ts';
import { fingerprintOf } from './fingerprint.ts';
import { verifyCommand, type JudgedHost } from './judging.ts';
import { vantageAt } from './port-groups.ts';
import { portName } from './words.ts';

const CONFIDENCE: Readonly<Record<Confidence, FindingConfidence>> = {
  confirmed: 'high',
  firm: 'medium',
  tentative: 'low',
};

/** Where a check looked, and what identification says answers there. */
export interface Place {
  readonly port: PortResult;
  /** Of the port on any of the host's addresses. */
  readonly product: string | null;
  readonly anchor: Anchor | null;
}

/** What a check found exposed, for people: what, why it matters, how to end it, and what it rests on. */
export function toFinding(
  result: CheckResult,
  description: CheckDescription,
  { port, product: identified, anchor }: Place,
  { host, judging }: JudgedHost,
): AuditFinding {
  const { id, title, why, references, fixes } = description;
  const product = identified ?? result.product;
  const vantage = vantageAt(host, port.address);
  const fix = fixFor(product, fixes);
  const time = judging.now.toISOString();
  const said = `${formatEndpoint(port)}, asked ${VANTAGE_WORDS[vantage]}: ${result.summary}`;
  return {
    id,
    severity: result.severity,
    confidence: CONFIDENCE[result.confidence],
    title: `${portName(port)} of ${host.name}: ${title}`,
    meaning: why,
    advice: fix === null ? [] : [`${fix.file}: ${fix.change}`, `then ${fix.apply}`],
    subject: `${host.name} ${portName(port)}`,
    first: time,
    last: time,
    count: 1,
    evidence: [said, ...result.transcript.map(({ direction, text }) => `${direction} ${text}`)],
    references,
    fingerprint: fingerprintOf({ host: host.name, transport: port.transport, port: port.port, id, product }),
    host: host.name,
    address: port.address,
    port: port.port,
    transport: port.transport,
    verdict: result.verdict,
    vantage,
    fix,
    verify: verifyCommand(host.addresses.length === 0 ? null : host.name, `--only ${id}`, judging, vantage),
    waiver: null,
    isFailure: judging.failOn !== null && compareSeverity(result.severity, judging.failOn) >= 0,
    anchor,
    transcript: result.transcript,
  };
}

/** The advice for this product: by its name, by a name within it, else that for any other. */
function fixFor(product: string | null, fixes: CheckDescription['fixes']): Fix | null {
  const wanted = product?.toLowerCase() ?? '';
  const names = Object.keys(fixes).filter((name) => name !== '*' && wanted.includes(name.toLowerCase()));
  // The longest name is the most exact: `Pure-FTPd` before `FTP`.
  const [name = '*'] = names.sort((a, b) => b.length - a.length);
  return (Object.hasOwn(fixes, name) ? fixes[name] : undefined) ?? null;
}
