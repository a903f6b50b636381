import type { Knowledge } from '../../src/knowledge/knowledge.ts';
import { parsePortKey } from '../../src/net/port.ts';
import { recordShare, share, skipped, type Figure, type Measure } from './figure.ts';
import { builtKnowledge } from './ground.ts';
import { PEER, peerIndex, type PeerIndex } from './peer.ts';
import { namedPorts } from './registry-names.ts';

/** Names that may differ because the two copies were taken on different days. */
const HANDFUL = 5;

/** Whether another project that reads the same registry with code of its own reads the same. */
export const secondWitness: Measure = {
  id: 'M2',
  title: `a second witness of the registry, npm's ${PEER}`,
  run() {
    try {
      return compareWithPeer(builtKnowledge(), peerIndex());
    } catch (error) {
      return [skipped('its keys', error instanceof Error ? error.message : String(error))];
    }
  },
};

export function compareWithPeer(knowledge: Knowledge, index: PeerIndex): Figure[] {
  const keys = Object.keys(index);
  const without: string[] = [];
  const differing: string[] = [];
  for (const key of keys) {
    const port = parsePortKey(key);
    const entry = port === null ? null : knowledge.registry.lookUp(port.from, port.transport);
    const name = index[key]?.[0] ?? '';
    if (entry === null || entry.status === 'no-row') without.push(key);
    // It keeps one name of several, and an empty one for a row without.
    else if (name === '' ? entry.names.length > 0 : !entry.names.includes(name)) {
      differing.push(`${key}: there ${name || 'no name'}, here ${entry.names.join(', ') || 'no name'}`);
    }
  }
  const ours = [...namedPorts(knowledge)];
  const names = ours.flatMap((port) => port.names.map((name) => ({ key: port.key, name })));
  return [
    share('its keys for which we have a row', keys.length - without.length, keys.length, { list: without }),
    share('its keys whose name is among ours', keys.length - without.length - differing.length, keys.length, {
      atLeast: keys.length - HANDFUL,
      list: differing,
    }),
    recordShare(
      'our named ports, each transport by itself, that it has',
      ours.filter(({ key }) => key in index).length,
      ours.length,
      {
        note: 'It lacks those inside ranges that carry a name (6000-6063), and rows that hold for every transport (6400-6410).',
      },
    ),
    recordShare(
      'our names of ports that it has',
      names.filter(({ key, name }) => index[key]?.[0] === name).length,
      names.length,
      {
        note: 'It keeps one name a port: 80/tcp has three.',
      },
    ),
  ];
}
