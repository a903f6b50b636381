import { HEAD } from './template-head.ts';

interface PortFacts {
  readonly key: string;
  /** What IANA says, line by line. */
  readonly registered: readonly string[];
  readonly today: string;
}

/** A dossier with every field: the needed ones to be filled in, the others to be switched on. */
export function portTemplate({ key, registered, today }: PortFacts): string {
  return `${HEAD}
## What IANA's registry says:
${registered.map((line) => `##   ${line}`).join('\n')}

## The ports it is about, as number/transport; add the same number in other transports.
keys: [${key}]

## What a person calls it, at most 80 characters.
title: TODO

## The one word for a table's column, lower case, at most 20 characters.
# shortName: TODO

## What people type when they mean it, besides the title and the short name.
# aliases: [TODO]

## One sentence, at most 200 characters. Sources are ids of sources/*.yaml, or a CVE in lower case (cve-1999-0514).
## confidence: registry (IANA says it), primary (the defining document says it), corroborated (two sources that do not
## copy each other), single (one source), disputed (sources contradict each other).
summary:
  text: TODO
  sources: [TODO]
  confidence: single

## Who uses the port. kind: official, common, vendor, developer-default, game or historic.
## processes: names that a kernel shows (node, sshd). era: first and last year, where it is over. note: what else to know.
uses:
  - name: TODO
    kind: common
    # processes: [TODO]
    # era: { from: TODO, to: TODO }
    # note: TODO
    sources: [TODO]
    confidence: single

## Needed where IANA gave the number to something else: what, and which of the two one meets.
# differsFromRegistry:
#   text: TODO
#   sources: [iana]
#   confidence: registry

## What a sight of the port usually means: a listener here, a knock from outside, a connection that goes out.
# ifSeen:
#   listener: { text: TODO, sources: [TODO], confidence: single }
#   knock: { text: TODO, sources: [TODO], confidence: single }
#   outbound: { text: TODO, sources: [TODO], confidence: single }

## true where it carries passwords or data unencrypted; then the ports to use instead.
# cleartext: TODO
# secureAlternatives: [TODO]

## Ports that belong to it, and why.
# pairs:
#   - key: TODO
#     why: TODO
#     sources: [TODO]
#     confidence: single

## Where a forged question draws a larger answer: bytes out per byte in, lowest and highest measured.
# amplification:
#   factor: [TODO, TODO]
#   command: TODO
#   sources: [TODO]
#   confidence: single

## 0 harmless, 1 low, 2 worth a look, 3 high, 4 severe: reachable from the Internet, the local network, this host only.
# risk:
#   internet: TODO
#   lan: TODO
#   loopback: TODO
#   why: TODO
#   sources: [editors]
#   confidence: single

## What to do. audience: host, edge, egress or developer. commands: the lines, by the tool that takes them.
# advice:
#   - audience: host
#     do: TODO
#     commands:
#       systemd: TODO
#     sources: [TODO]
#     confidence: single

## Widespread errors, and what is right. claims and confirms: ids of claims.yaml that this answers, or bears out.
# corrections:
#   - claims: [TODO]
#     said: TODO
#     fact: TODO
#     sources: [TODO]
#     confidence: single
# confirms: [TODO]

## Ids of patterns/*.yaml that involve the port, and of MITRE ATT&CK techniques (T1571).
# patterns: [TODO]
# attack: [TODO]

## Holes that a knock may be looking for. exploited: in CISA's catalogue of known exploited vulnerabilities.
# vulnerabilities:
#   - id: TODO
#     exploited: false
#     note: TODO
#     sources: [TODO]
#     confidence: single

## Traffic on the port that is no attack.
# noise:
#   - pattern: TODO
#     meaning: TODO
#     sources: [TODO]
#     confidence: single

## service, or class where it speaks of a range of numbers as such (49152-65535).
# kind: service

## The day on which the text was last revised.
revised: ${today}
`;
}
