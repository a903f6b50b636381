import type { Disagreement } from '../assemble.ts';
import type { AuditFinding } from '../result.ts';
import { ruleFinding, type JudgedHost } from './judging.ts';

/**
 * What the kernel of this machine and the network say differently. Neither is a fault by itself: a firewall that hides a
 * listener does its work, and a container is often what is wanted.
 */
export function judgeAgreement({ port, agreement }: Disagreement, judged: JudgedHost): AuditFinding {
  const { transport, address, listener, because, service } = port;
  const name = `${port.port}/${transport}`;
  const place = { transport, port: port.port, product: service?.product ?? null, open: [port] };
  if (agreement === 'unlisted') {
    return ruleFinding(judged, place, 'audit.unlisted-port', {
      severity: 'low',
      isFailure: false,
      title: `${name} of ${judged.host.name} answers at ${address}, and nothing in this network namespace listens there`,
      meaning:
        'A container, another namespace or a rule that forwards answers in its place: the tables of sockets here do not show who. Rules of a host firewall often do not hold for what is forwarded.',
      advice: [
        'portolan sockets --netns all   shows listeners of other namespaces',
        'nft list ruleset | grep dnat    shows what is forwarded',
      ],
      evidence: [`${address} port ${name}: ${because}`],
    });
  }
  const who =
    listener?.process === null || listener === null ? 'a process' : `${listener.process} (pid ${listener.pid})`;
  return ruleFinding(judged, place, 'audit.unreachable-listener', {
    severity: 'info',
    isFailure: false,
    title: `${name} of ${judged.host.name}: ${who} listens, and ${address} does not answer there (${port.state})`,
    meaning:
      'Something between the network and the program says no: mostly a firewall, which may be just what is wanted; else a program that takes no more connections.',
    advice: ['nft list ruleset   shows whether a rule drops or rejects it'],
    evidence: [`listens at ${listener?.addresses.join(', ') ?? ''}`, `${address} port ${name}: ${because}`],
  });
}
