import { describe, expect, it } from 'vitest';
import { LocationError, parseLocation } from './location.ts';

describe('where a store is', () => {
  it('is a folder, whatever it is called', () => {
    for (const folder of ['/var/lib/portolan', 'store', './a b', 'C:\\store'])
      expect(parseLocation(folder)).toEqual({ engine: 'duckdb', folder });
  });

  it('is a cluster with its entry nodes', () => {
    expect(parseLocation('clickhouse://ada:a%40b@db-1,[::1]:18121/ports?cluster=main')).toEqual({
      engine: 'clickhouse',
      urls: ['http://db-1:8123', 'http://[::1]:18121'],
      database: 'ports',
      cluster: 'main',
      user: 'ada',
      password: 'a@b',
    });
  });

  it('has its usual parts, and a password from elsewhere', () => {
    expect(parseLocation('clickhouses://db', 'secret')).toEqual({
      engine: 'clickhouse',
      urls: ['https://db:8443'],
      database: 'portolan',
      cluster: null,
      user: 'default',
      password: 'secret',
    });
  });

  it('says what one looks like', () => {
    for (const text of ['postgres://db', 'clickhouse://', 'clickhouse://db/a/b', "clickhouse://db/a'b"])
      expect(() => parseLocation(text)).toThrow(LocationError);
  });
});
