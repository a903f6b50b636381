import { describe, expect, it } from 'vitest';
import { someMessage } from '../../store/some-batch.fixture.ts';
import { RememberingStore } from '../http/app.fixture.ts';
import { Collector } from './collector.ts';
import { CollectorMetrics } from './collector-metrics.ts';
import { MemoryBudget } from './memory-budget.ts';
import { StoreKeeper } from './store-keeper.ts';

class EmbeddedStore extends RememberingStore {
  override readonly engine = 'duckdb';
}

describe('the collector', () => {
  it('gives the embedded store what comes together at once: it stores that with one wait for the disk', async () => {
    const store = new EmbeddedStore();
    let waiting = 0;
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    store.before = () => {
      waiting++;
      return gate;
    };
    const collector = new Collector({
      keeper: new StoreKeeper(
        store.engine,
        () => Promise.resolve(store),
        () => undefined,
        store,
      ),
      metrics: new CollectorMetrics(),
      memory: new MemoryBudget(1e9, 1e9),
      now: () => 0,
      isDiskFull: () => false,
      tell: () => undefined,
    });
    const answers = [1, 2, 3].map((sequence) => {
      const message = someMessage(1n, sequence);
      return collector.accept(1, message.length, () => Promise.resolve(message));
    });
    await new Promise(setImmediate);
    expect(waiting).toBe(3);
    release();
    expect(await Promise.all(answers)).toEqual(['stored', 'stored', 'stored']);
  });
});
