import type { RiskLevel } from '../../../src/knowledge/dossier.ts';
import type { Exposure } from '../../api/documents.ts';

/** To whom a listener is open. */
export const EXPOSURE_WORD: Readonly<Record<Exposure, string>> = {
  wildcard: 'any address',
  public: 'a public address',
  private: 'the private network',
  'link-local': 'its own link',
  loopback: 'this host only',
  contained: 'its container',
  peer: 'its peer',
  unknown: 'an unknown reach',
};

/** What a level of risk asks for. */
export const RISK_WORDS: Readonly<Record<RiskLevel, string>> = {
  0: 'harmless',
  1: 'note it',
  2: 'look at it',
  3: 'close it unless it is meant',
  4: 'close it now',
};

export const AUDIENCES = {
  host: 'On the host',
  edge: 'At the edge of the network',
  egress: 'For what goes out',
  developer: 'When developing',
} as const;
