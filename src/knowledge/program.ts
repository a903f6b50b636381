import type { Era, Sourced, Statement } from './dossier.ts';

/**
 * A malicious or abused program and the ports it is on record for (`knowledge/malware/`). An association is
 * history: it says why scanners touch a port, and is never evidence about the process that holds it today.
 */
export type ProgramKind = 'trojan' | 'backdoor' | 'worm' | 'botnet' | 'password-stealer' | 'tool';

export type Direction = 'listens' | 'connects-out' | 'both' | 'unknown';

export interface PortAssociation extends Sourced {
  readonly key: string;
  readonly direction: Direction;
  readonly note?: string;
}

export interface Program {
  readonly name: string;
  readonly kind: ProgramKind;
  /** Other names and spellings, the mistranslated ones of port lists included. */
  readonly aliases: readonly string[];
  readonly era?: Era;
  readonly summary: Statement;
  /** Unrelated things of the same name: the Trojan WebEx is not Cisco Webex. */
  readonly notToBeConfusedWith?: string;
  readonly ports: readonly PortAssociation[];
  /** Ids of the claims of the source documents that name it. */
  readonly claims: readonly string[];
}

/** A program as it concerns one port. */
export interface ProgramOnPort {
  readonly program: Program;
  readonly association: PortAssociation;
}
