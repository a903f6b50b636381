import { ALGORITHMS, PORT_SETS } from '../../../src/knowledge/pattern.ts';
import { isKebabCase, NewFileError, type NewFile } from './new-file.ts';
import { HEAD } from './template-head.ts';

/** Begins a pattern of traffic. `today` is an ISO date. Throws NewFileError where the id is none. */
export function newPattern(words: readonly string[], today: string): NewFile {
  const id = words.join(' ');
  if (!isKebabCase(id)) throw new NewFileError(`"${id}" is not an id of a pattern: lower case words joined by -`);
  return {
    file: `patterns/${id}.yaml`,
    text: patternTemplate(id, today),
    next: 'name it under patterns: in the dossiers of its ports (knowledge/ports/)',
  };
}

function patternTemplate(id: string, today: string): string {
  return `${HEAD}
## The file's name.
id: ${id}

## What a person calls it, at most 80 characters, and what else people type when they mean it.
title: TODO
# aliases: [TODO]

## harmless (kept to be told apart and muted), scan, login, reflection, worm, theft, misuse or exposure.
kind: TODO

## How bad it is where it is real, however often it is seen: info, low, medium, high or critical.
severity: TODO

## What is going on. Sources are ids of sources/*.yaml, or a CVE in lower case (cve-1999-0514).
## confidence: primary, corroborated, single or disputed (knowledge/README.md says which is which).
meaning:
  text: TODO
  sources: [TODO]
  confidence: single

## What shows it: any one sign is enough. src/knowledge/pattern.ts lists every field of a condition.
signs:
  ## Events that are counted together, per event, source, destination, pair, source-dport, service or sensor.
  ## Ports are numbers, ranges (6000-6063), or a set: ${PORT_SETS.join(', ')}.
  ## need: what a group must reach within a time. confidence: how well the sign carries the verdict by itself.
  - by: count
    shows: TODO
    when:
      transport: [tcp]
      dport: [named]
    per: source
    # need: { events: TODO, within: 1h }
    confidence: low
  ## A test with a memory of its own: ${ALGORITHMS.join(', ')}.
  # - by: algorithm
  #   shows: TODO
  #   algorithm: TODO
  #   when: { transport: [tcp] }
  #   with: { ports: TODO, within: 1d }
  #   confidence: low
  ## A finding of the sockets lens that shows the same on this machine (src/sockets/rules/).
  # - by: sockets
  #   shows: TODO
  #   rule: TODO

## What looks like it and is not, and the observation that decides.
innocent:
  - text: TODO
    tell: TODO
    sources: [TODO]
    confidence: single

## What to do. audience: host, edge, egress or developer. commands: the lines, by the tool that takes them.
advice:
  - audience: edge
    do: TODO
    # commands: { nft: TODO }
    sources: [TODO]
    confidence: single

## Ids of MITRE ATT&CK techniques (T1046), and of claims.yaml.
# attack: [TODO]
# claims: [TODO]

## The day on which the text was last revised.
revised: ${today}
`;
}
