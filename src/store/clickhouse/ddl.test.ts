import { describe, expect, it } from 'vitest';
import { TABLES } from '../schema.ts';
import { Form } from './form.ts';
import { MIGRATIONS } from './migrations.ts';

const statementsOf = (cluster: string | null): readonly string[] =>
  MIGRATIONS.flatMap(({ statements }) => statements(new Form('portolan', cluster)));

describe('the tables in ClickHouse', () => {
  it('are made of the schema, and can be made again', () => {
    for (const cluster of [null, 'main']) {
      const statements = statementsOf(cluster);
      for (const statement of statements) expect(statement).toMatch(/^CREATE (TABLE|VIEW) IF NOT EXISTS portolan\.\w+/);
      for (const { name, columns, order } of Object.values(TABLES)) {
        const local = statements.find((each) => each.includes(`portolan.${name}${cluster === null ? ' ' : '_local '}`));
        for (const column of columns) expect(local).toContain(`${column.name} `);
        expect(local).toContain(`ORDER BY (${order.join(', ')})`);
        expect(local).toContain('PARTITION BY intDiv(ts, 86400000)');
      }
    }
  });

  it('are replicated and on every server where there is a cluster, and neither where there is none', () => {
    for (const statement of statementsOf('main')) {
      expect(statement).toContain(' ON CLUSTER main');
      if (statement.includes('MergeTree')) expect(statement).toContain("'/clickhouse/tables/portolan/");
    }
    expect(statementsOf(null).filter((each) => /Replicated|CLUSTER|Distributed/.test(each))).toEqual([]);
  });

  it('take names of letters, digits and underscores only', () => {
    for (const name of ['a b', "a'", 'a;b', '', 'a.b', '\u0430\u00e9']) {
      expect(() => new Form(name, null)).toThrow(RangeError);
      expect(() => new Form('a', name)).toThrow(RangeError);
    }
  });

  it('have migrations numbered from 1 without a gap', () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
  });
});
