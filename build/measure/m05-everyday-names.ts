import { answerQuery, type Answer } from '../../src/knowledge/answer.ts';
import type { Knowledge } from '../../src/knowledge/knowledge.ts';
import { PortSearch, type Hit } from '../../src/knowledge/search/search.ts';
import { askedWords, wordsOf } from '../../src/knowledge/search/words.ts';
import { formatPortKey, parsePortKey, type PortKey } from '../../src/net/port.ts';
import { recordShare, share, skipped, type Figure, type Measure } from './figure.ts';
import { builtKnowledge } from './ground.ts';
import { installedNmapServices, NMAP_SERVICES, topPorts, type NmapService } from './nmap-services.ts';

/** Hits that a person reads before giving up. */
const READ = 3;

/** Whether the name people use leads to the port, and stands in its answer, where IANA's name is another. */
export const everydayNames: Measure = {
  id: 'M5',
  title: "names people use where IANA's is another, by nmap's names as a measuring stick",
  run() {
    const services = installedNmapServices();
    if (services === null) return [skipped('all', `${NMAP_SERVICES} is not there: apt-get install nmap`)];
    const knowledge = builtKnowledge();
    return nameFigures(knowledge, topPorts(services, 'tcp', 100));
  },
};

export function nameFigures(knowledge: Knowledge, services: readonly NmapService[]): Figure[] {
  const search = new PortSearch(knowledge);
  const judged = services
    .filter((service) => isOtherwiseRegistered(knowledge, service))
    .map((service) => judgeNames(knowledge, search, service));
  const isFound = judged.filter(({ found }) => found !== 'not');
  const isShown = judged.filter(({ shown }) => shown);
  return [
    recordShare(
      `found by the very name among the first ${READ} hits`,
      judged.filter(({ found }) => found === 'by name').length,
      judged.length,
      {
        note: "Some of nmap's names are as dead as IANA's, and some are abbreviations of its own.",
      },
    ),
    share(`found by the name or by other words nmap has for it`, isFound.length, judged.length, {
      list: judged.filter((one) => !isFound.includes(one)).map(({ label }) => label),
    }),
    share('whose answer shows the name or those words', isShown.length, judged.length, {
      list: judged.filter((one) => !isShown.includes(one)).map(({ label }) => label),
    }),
  ];
}

interface Judged {
  readonly label: string;
  readonly found: 'by name' | 'by other words' | 'not';
  readonly shown: boolean;
}

/** IANA names the port and nmap does too, otherwise. */
function isOtherwiseRegistered(knowledge: Knowledge, { key, name }: NmapService): boolean {
  const { names } = knowledge.registry.lookUp(key.from, key.transport);
  return names.length > 0 && name !== 'unknown' && !names.some((one) => letters(one) === letters(name));
}

function judgeNames(knowledge: Knowledge, search: PortSearch, service: NmapService): Judged {
  const { key, name } = service;
  const own = namesIn(name);
  const others = otherWords(knowledge, service);
  const leadsHere = (text: string): boolean => search.find(text, READ).some((hit) => isAbout(hit, key));
  const [answer] = answerQuery(knowledge, { text: '', ports: [key], name: null });
  const text = answer === undefined ? '' : shownText(answer);
  const shown = wordsOf(text);
  return {
    label: `${formatPortKey(key)} ${name}: here ${answer?.shortName ?? answer?.registry.names.join(', ') ?? ''}`,
    found: own.some(leadsHere) ? 'by name' : others.some(leadsHere) ? 'by other words' : 'not',
    shown: [...own, ...others].some((one) =>
      askedWords(one).every((word) => shown.some((other) => other.startsWith(word))),
    ),
  };
}

/** `NFS-or-IIS` is two names; the display number of `X11:1` is none. */
function namesIn(name: string): string[] {
  return name
    .replace(/:\d+$/, '')
    .split('-or-')
    .map((one) => one.replaceAll(/[-_]/g, ' '));
}

/** What nmap's comment says beyond IANA's own name and description, which of course would lead to the port. */
function otherWords(knowledge: Knowledge, { key, otherWords: parts }: NmapService): string[] {
  const { names, records } = knowledge.registry.lookUp(key.from, key.transport);
  const registered = [...names, ...records.map(({ description }) => description ?? '')].map(letters);
  return parts.filter((part) => !registered.includes(letters(part)));
}

function isAbout(hit: Hit, key: PortKey): boolean {
  return hit.keys.some((text) => {
    const found = parsePortKey(text);
    return found !== null && found.transport === key.transport && found.from <= key.from && key.to <= found.to;
  });
}

/** What an answer says of names and uses. The registry's part is left out: its name is known to be another. */
function shownText({ title, shortName, aliases, uses, summary }: Answer): string {
  const ofUses = uses.flatMap((use) => [use.name, use.note ?? '', ...(use.processes ?? [])]);
  return [title ?? '', shortName ?? '', ...aliases, ...ofUses, summary?.text ?? ''].join(' ');
}

function letters(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
