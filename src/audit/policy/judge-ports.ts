import type { AuditFinding } from '../result.ts';
import type { Judged } from './judge-checks.ts';
import { ruleFinding, type JudgedHost } from './judging.ts';
import type { ExpectedPort } from './policy.ts';
import type { PortGroup } from './port-groups.ts';
import { answerText, holderText, portName, portWithName, serviceText } from './words.ts';

/** A port that answers and should not. `later`: its line, where there is one that does not count yet. */
export function unexpectedPort(group: PortGroup, later: ExpectedPort | null, judged: JudgedHost): AuditFinding[] {
  const { host, agreed } = judged;
  const mode = agreed?.unexpected ?? 'fail';
  const [first] = group.open;
  if (first === undefined || mode === 'ignore') return [];
  const held = group.open.find(({ listener }) => listener !== null)?.listener ?? null;
  const holder = held?.process == null ? '' : `, held by ${held.process}`;
  const because =
    agreed === null
      ? 'and the policy file does not have this host'
      : later === null
        ? 'and the policy file does not expect it'
        : `and the policy file expects it from ${later.notBefore ?? ''} on`;
  const line = `- { port: ${portName(group)}${first.service === null ? '' : `, service: ${serviceNameOf(first.service)}`} }`;
  return [
    ruleFinding(judged, group, 'audit.unexpected-port', {
      title: `${portWithName(first)} of ${host.name} answers${holder}, ${because}`,
      severity: mode === 'fail' ? 'medium' : 'low',
      meaning: 'A port that nobody agreed to is one that nobody looks after, or that somebody else opened.',
      advice: [
        held === null ? 'find out on the host who holds it: portolan who' : `ask what ${holderText(held)} is for`,
        `end it, or agree to it by a line in the policy file: ${line}`,
      ],
      evidence: group.open.map(answerText),
      isFailure: mode === 'fail',
      anchor: later?.at ?? judged.anchor,
    }),
  ];
}

/** An expected port that answers nowhere. It has to have been asked. */
export function missingPort(group: PortGroup, expected: ExpectedPort, judged: JudgedHost): AuditFinding[] {
  const mode = judged.agreed?.missing ?? 'warn';
  if (mode === 'ignore') return [];
  const name = expected.service === null ? portName(group) : `${portName(group)} ${expected.service}`;
  const isSilent = group.transport === 'udp' && group.results.every(({ state }) => state === 'no-answer');
  return [
    ruleFinding(judged, group, 'audit.missing-port', {
      title: `${name} of ${judged.host.name} does not answer, and the policy file expects it`,
      severity: mode === 'fail' ? 'medium' : 'low',
      confidence: isSilent ? 'low' : 'high',
      meaning: isSilent
        ? 'A service that is relied on may be down. Over UDP silence proves little: many services answer only what they understand.'
        : 'A service that is relied on is down, or a firewall keeps it from here.',
      advice: ['start the service again, or take the line out of the policy file'],
      evidence: group.results.length === 0 ? ['it was not seen open on any address'] : group.results.map(answerText),
      isFailure: mode === 'fail',
      anchor: expected.at,
    }),
  ];
}

/** Something else than was agreed answers. What was not identified is a gap, not a fault. */
export function judgeService(group: PortGroup, expected: ExpectedPort, judged: JudgedHost): Judged {
  if (expected.service === null && expected.product === null) return { findings: [], gaps: [] };
  const wanted = [expected.service, expected.product].filter((one) => one !== null).join(', ');
  const wrong = group.open.filter((port) => {
    const { service } = port;
    if (service === null) return false;
    if (expected.service !== null && !namesOf(service).includes(usualName(expected.service))) return true;
    const { product } = service;
    if (expected.product === null || product === null) return false;
    return !product.toLowerCase().includes(expected.product.toLowerCase());
  });
  const { name } = judged.host;
  if (wrong.length > 0) {
    const [first] = wrong;
    const found = first === undefined ? '' : (serviceText(first) ?? '');
    const isSure = wrong.some(({ service }) => service?.confidence === 'certain');
    const finding = ruleFinding(judged, { ...group, open: wrong }, 'audit.wrong-service', {
      title: `${portName(group)} of ${name} is ${found}; the policy file expects ${wanted}`,
      severity: 'medium',
      confidence: isSure ? 'high' : 'low',
      meaning: 'The service was replaced, or somebody put another one in its place.',
      advice: ['find out who changed it, and put either the host or the line of the policy file right'],
      evidence: wrong.map(answerText),
      isFailure: true,
      anchor: expected.at,
    });
    return { findings: [finding], gaps: [] };
  }
  const isUnknown = group.open.length > 0 && group.open.every(({ service }) => service === null);
  const gap = `what answers on ${portName(group)} of ${name} was not identified, so it is not proven to be ${wanted}`;
  return { findings: [], gaps: isUnknown ? [gap] : [] };
}

type Service = NonNullable<PortGroup['open'][number]['service']>;

/** What people write for names of the registry. */
const USUAL: Readonly<Record<string, string>> = { dns: 'domain', www: 'http' };

function usualName(name: string): string {
  const lower = name.toLowerCase();
  return (Object.hasOwn(USUAL, lower) ? USUAL[lower] : undefined) ?? lower;
}

/** `http` inside TLS is `https` too. */
function namesOf(service: Service): string[] {
  const name = usualName(service.name);
  return service.isTls ? [name, `${name}s`] : [name];
}

/** The name under which the policy file has a service. */
export function serviceNameOf({ name, isTls }: Service): string {
  return isTls && !name.endsWith('s') ? `${name}s` : name;
}
