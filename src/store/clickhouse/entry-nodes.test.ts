import { describe, expect, it } from 'vitest';
import { EntryNodes, type ClickHouseLocation } from './entry-nodes.ts';
import type { ClickHouse } from './load.ts';

const LOCATION: ClickHouseLocation = {
  engine: 'clickhouse',
  urls: ['http://a:1', 'http://b:1'],
  database: 'portolan',
  cluster: 'main',
  user: 'default',
  password: 'secret',
};

/** A stand-in for the package, whose nodes answer what `say` tells for each statement. */
function nodesThat(say: (host: string) => unknown): { readonly nodes: EntryNodes; readonly asked: string[] } {
  const asked: string[] = [];
  const clickhouse = {
    ClickHouseLogLevel: { OFF: 127 },
    createClient: ({ url }: { url: string }) => ({
      query: () => {
        const { hostname } = new URL(url);
        asked.push(hostname);
        const said = say(hostname);
        if (said instanceof Error) return Promise.reject(said);
        return Promise.resolve({ json: () => Promise.resolve({ data: said }) });
      },
      close: () => Promise.resolve(),
    }),
  };
  return { nodes: new EntryNodes(clickhouse as unknown as ClickHouse, LOCATION, 'portolan'), asked };
}

describe('entry nodes', () => {
  it('are asked in turn, beginning with the one that answered last', async () => {
    const { nodes, asked } = nodesThat((host) => (host === 'a' ? new Error('connect ECONNREFUSED') : [['1']]));
    expect(await nodes.rows('SELECT 1')).toEqual([['1']]);
    await nodes.rows('SELECT 1');
    expect(asked).toEqual(['a', 'b', 'b']);
  });

  it('are not asked again what none of them can answer', async () => {
    const { nodes, asked } = nodesThat(() => new Error('Code: 62, e.displayText() = Syntax error'));
    await expect(nodes.rows('SELEC 1')).rejects.toMatchObject({ code: 62 });
    expect(asked).toEqual(['a']);
  });

  it('are tried some times and no more, once where a request must not be sent twice', async () => {
    const { nodes, asked } = nodesThat(() => new Error('Code: 279, all tries failed'));
    await expect(nodes.rows('SELECT 1')).rejects.toMatchObject({ code: 279 });
    expect(asked).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    asked.length = 0;
    await expect(nodes.rows('SELECT 1', { isOnce: true })).rejects.toMatchObject({ code: 279 });
    expect(asked).toEqual(['a']);
  });
});
