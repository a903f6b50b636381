import { afterAll, beforeAll, describe, it } from 'vitest';
import { DATA, expectAnswers } from '../../src/store/expected-answers.fixture.ts';
import { fillStore } from '../../src/store/fill-store.fixture.ts';
import type { Store } from '../../src/store/store.ts';
import { Cluster, whyNoCluster, type ClusterShape } from './cluster.ts';
import { freshStore } from './fresh-store.fixture.ts';

const whyNot = await whyNoCluster();
if (whyNot !== null) console.warn(`skipped: ${whyNot}, so questions cannot be held on ClickHouse`);

const TIMEOUT = 900_000;

const isFull = process.env['PORTOLAN_LAB'] === 'full';
if (!isFull) console.warn('skipped: questions on a single ClickHouse, beside the cluster; npm run test:lab asks both');

const SHAPES: readonly (readonly [string, ClusterShape])[] = [
  ...(isFull ? [['a single server', { shards: 1, replicas: 1 }] as const] : []),
  ['two shards of two replicas', {}],
];

describe.skipIf(whyNot !== null).each(SHAPES)('questions on ClickHouse, %s', { timeout: TIMEOUT }, (name, shape) => {
  let cluster: Cluster;
  let store: Store;

  beforeAll(async () => {
    cluster = await Cluster.start(shape);
    ({ store } = await freshStore(cluster));
    await fillStore(store, DATA);
  }, TIMEOUT);

  afterAll(async () => {
    await store?.close();
    await cluster?.close();
  });

  // The same rows that DuckDB gives: both are held against one computation.
  it('are answered as a plain computation does', () => expectAnswers(store, name));
});
