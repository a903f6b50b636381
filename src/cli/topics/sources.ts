import type { Confidence } from '../../knowledge/dossier.ts';
import type { Block } from './block.ts';

const MEANINGS: Readonly<Record<Confidence, string>> = {
  registry: "IANA's registry says it.",
  primary: "The defining document says it: an RFC, the maker's manual, the record of a CVE.",
  corroborated: 'Two or more sources say it that do not copy each other. Most port lists do copy each other.',
  single: 'One source says it, or several that copy each other.',
  disputed: 'Sources contradict each other.',
};

export const sources: readonly Block[] = [
  'Every statement names where it comes from. "portolan explain" puts the ids of sources in brackets behind each sentence; --sources lists them with titles and addresses, and --json has them with each statement, beside its confidence:',
  { rows: Object.entries(MEANINGS) },
  { heading: 'The layers' },
  {
    rows: [
      ['registry', "IANA's registry of service names and port numbers, whole, as of the day that --json shows. CC0."],
      ['dossiers', 'What people wrote about a port: what uses it, what to think and what to do of it.'],
      ['programs', 'Malicious and abused programs, and the ports they are on record for. History, never evidence.'],
    ],
  },
  'Layers are shown side by side. None overwrites another: where common use differs from the registered one, both stand there.',
  { heading: 'What we judge ourselves' },
  'Risk, advice and the lines under "If you see" are judgement. They are drawn from the other sources of the same text and name the source "editors". Risk is given separately for the Internet, the local network and this host, as harmless, low, worth a look, high or severe.',
  'A source without a month in which it was last seen is cited from knowledge of it. Nothing is copied from lists whose licence forbids it; they may be cited.',
  { lines: ['portolan explain 109 --sources', 'portolan knowledge claims --wrong'] },
];
