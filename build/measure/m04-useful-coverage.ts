import type { Knowledge } from '../../src/knowledge/knowledge.ts';
import { portClass } from '../../src/knowledge/registry-entry.ts';
import { formatPortKey, type PortKey } from '../../src/net/port.ts';
import { coverageOf } from './coverage.ts';
import { recordShare, share, skipped, type Figure, type Measure } from './figure.ts';
import { builtKnowledge } from './ground.ts';
import { installedNmapServices, NMAP_SERVICES, topPorts } from './nmap-services.ts';

/** Of nmap's hundred TCP ports: three may be numbers that no service stands behind. */
const TCP_GOAL = 97;

/** How many of the ports that people meet have an answer with something in it. */
export const usefulCoverage: Measure = {
  id: 'M4',
  title: "useful coverage, by nmap's most open ports as a measuring stick",
  run() {
    const services = installedNmapServices();
    if (services === null) return [skipped('all', `${NMAP_SERVICES} is not there: apt-get install nmap`)];
    return (['tcp', 'udp'] as const).flatMap((transport) =>
      [100, 1000].flatMap((count) => {
        const top = topPorts(services, transport, count).map(({ key }) => key);
        return coverageFigures(builtKnowledge(), `top ${count} ${transport}`, top, {
          goal: transport === 'tcp' && count === 100 ? TCP_GOAL : null,
          listBlanks: count === 100,
        });
      }),
    );
  },
};

export function coverageFigures(
  knowledge: Knowledge,
  of: string,
  top: readonly PortKey[],
  { goal, listBlanks }: { readonly goal: number | null; readonly listBlanks: boolean },
): Figure[] {
  const covered = top.map(({ from, transport }) => coverageOf(knowledge, from, transport));
  const registered = covered.filter((one) => one.registered);
  const answered = covered.filter((one) => one.registered || one.dossier !== null);
  const byRange = answered.filter((one) => !one.registered && one.dossier === 'range');
  const blank = covered.filter((one) => !answered.includes(one));
  const dynamic = blank.filter(({ key }) => portClass(key.from) === 'dynamic');
  const notes = [
    ...(byRange.length === 0 ? [] : [`${byRange.length} of them only by a dossier about more than 100 ports`]),
    ...(dynamic.length === 0 ? [] : [`${dynamic.length} of the others are dynamic ports, which are never assigned`]),
  ];
  const what = `${of} that the registry or a dossier says something of`;
  const extras = {
    list: listBlanks ? blank.map(({ key }) => `without an answer: ${formatPortKey(key)}`) : [],
    note: notes.length === 0 ? null : notes.join('; '),
  };
  return [
    recordShare(`${of} that the registry alone names`, registered.length, top.length),
    goal === null
      ? recordShare(what, answered.length, top.length, extras)
      : share(what, answered.length, top.length, { ...extras, atLeast: goal }),
    recordShare(`${of} with a dossier`, covered.filter((one) => one.dossier !== null).length, top.length),
  ];
}
