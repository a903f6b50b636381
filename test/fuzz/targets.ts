import { FORMATS } from '../../src/traffic/decoders/formats.ts';
import * as asked from './subjects/asked.ts';
import * as served from './subjects/served.ts';
import * as states from './subjects/states.ts';
import * as stored from './subjects/stored.ts';
import * as seeds from './subjects/traffic-seeds.ts';
import * as traffic from './subjects/traffic.ts';
import { samplesIn } from './seeds.ts';
import type { Target } from './target.ts';

const DECODERS = 'src/traffic/decoders';
const logs = (): Uint8Array[] => samplesIn(DECODERS);
/** By the id of their format; of all others the samples of the tests. */
const SEEDS: Readonly<Record<string, () => Uint8Array[]>> = {
  pcap: seeds.captures,
  pcapng: seeds.captures,
  pflog: seeds.captures,
  netflow: seeds.netflowFiles,
};

/** Everything that takes bytes of somebody else, a line each. */
export const TARGETS: readonly Target[] = [
  ...FORMATS.map((format) => ({
    name: format.id,
    seeds: SEEDS[format.id] ?? logs,
    run: (bytes: Uint8Array): void => traffic.decodeAs(format, bytes),
  })),
  {
    name: 'any-format',
    seeds: () => [...logs(), ...seeds.captures(), ...seeds.netflowFiles()],
    run: traffic.decodeAny,
  },
  { name: 'netflow-datagrams', seeds: seeds.netflowDatagrams, run: traffic.listenToNetflow },
  { name: 'netflow-state', seeds: seeds.netflowStates, run: traffic.loadNetflowState },
  { name: 'traffic-state', seeds: states.trafficStates, run: states.loadTrafficState },
  { name: 'batch-message', seeds: stored.messages, run: stored.readMessage },
  { name: 'spool-segment', seeds: stored.segments, run: stored.readSegment },
  { name: 'overlay', seeds: () => samplesIn('src/overlay'), run: asked.readOverlayText },
  { name: 'policy', seeds: () => samplesIn('src/audit/policy'), run: asked.readPolicyText },
  { name: 'xml', seeds: () => samplesIn('src/audit/xml'), run: asked.readXmlText },
  { name: 'recog', seeds: () => samplesIn('src/audit/identify/recog'), run: asked.readRecog },
  { name: 'nmap-xml', seeds: () => samplesIn('src/audit/report'), run: asked.readNmapText },
  { name: 'audit-result', seeds: () => samplesIn('src/audit/diff'), run: asked.readAuditResult },
  { name: 'probe-conversations', seeds: asked.conversations, run: asked.askServer },
  { name: 'http-api', seeds: served.requests, run: served.request },
  { name: 'token-file', seeds: () => samplesIn('src/server/tokens'), run: served.readTokens },
];

/** Throws where no target has that name. */
export function targetOf(name: string): Target {
  const target = TARGETS.find((one) => one.name === name);
  if (target === undefined)
    throw new Error(`no target ${name}; there are ${TARGETS.map((one) => one.name).join(', ')}`);
  return target;
}
