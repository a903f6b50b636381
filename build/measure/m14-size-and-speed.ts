import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { median, spread } from '../../bench/measure.ts';
import { answerQuery } from '../../src/knowledge/answer.ts';
import type { Knowledge } from '../../src/knowledge/knowledge.ts';
import { explain } from '../../src/library/knowledge.ts';
import { formatCount, record, skipped, type Figure, type Measure } from './figure.ts';
import { BUILT, builtKnowledge } from './ground.ts';
import { PEER, PEER_INDEX, peerIndex } from './peer.ts';
import { alternate, randomPorts, type AskedPort } from './timing.ts';

const ROUNDS = 15;
const ASKED = 20_000;
const EXPLAIN = 'explain, which also reads the question';
const START_UP =
  'What portolan explain 443 costs against node -e 0 is counted, in instructions, by npm run bench:start-up.';

/** What the knowledge costs. Ratios beside peers are in bench/: npm run bench:knowledge, npm run bench:start-up. */
export const sizeAndSpeed: Measure = {
  id: 'M14',
  title: 'size and speed',
  run() {
    return [sizes(BUILT, readFileSync(BUILT)), peerSizes(), ...lookUps(builtKnowledge())];
  },
};

function sizes(name: string, bytes: Buffer): Figure {
  const packed = `${formatCount(gzipSync(bytes, { level: 9 }).length)} by gzip -9, ${formatCount(brotliCompressSync(bytes).length)} by brotli`;
  return record(`bytes of ${name}`, `${formatCount(bytes.length)}, ${packed}`, bytes.length);
}

function peerSizes(): Figure {
  try {
    peerIndex();
    return sizes(`the index of ${PEER}, which has names and descriptions only`, readFileSync(PEER_INDEX));
  } catch (error) {
    return skipped(`bytes of the index of ${PEER}`, error instanceof Error ? error.message : String(error));
  }
}

function lookUps(knowledge: Knowledge): Figure[] {
  const times = alternate<AskedPort>(
    randomPorts(ASKED),
    {
      'registry.lookUp': ({ port, transport }) => knowledge.registry.lookUp(port, transport).names.length,
      dossiersOn: ({ port, transport }) => knowledge.dossiersOn(port, transport).length,
      answerQuery: ({ port, transport }) =>
        answerQuery(knowledge, { text: '', ports: [{ from: port, to: port, transport }], name: null }).length,
      [EXPLAIN]: ({ port, transport }) => explain(knowledge, `${port}/${transport}`).length,
    },
    ROUNDS,
  );
  return [...times].map(([name, values]) =>
    record(
      `a warm ${name}`,
      `${median(values).toFixed(0)} ns (${spread(values, 0)} over ${ROUNDS} runs)`,
      median(values),
      {
        note: name === EXPLAIN ? START_UP : null,
      },
    ),
  );
}
