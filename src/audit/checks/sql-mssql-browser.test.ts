import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { play } from './scripted-network.fixture.ts';
import { sqlMssqlBrowser } from './sql-mssql-browser.ts';

describe('sql.mssql-browser', () => {
  it('is exposed where instances are told', async () => {
    const text = 'ServerName;HOST;InstanceName;PAY;IsClustered;No;Version;15.0.2000.5;tcp;50123;;';
    const answer = new ByteWriter().u8(5).u16le(text.length).text(text).finish();
    const result = await play(sqlMssqlBrowser, { datagrams: () => answer });
    expect(result).toMatchObject({
      verdict: 'exposed',
      facts: { instances: ['PAY'], factor: answer.length },
      bytesOut: 1,
    });
  });

  it('holds against other services and garbage', () => expectSteadfast(sqlMssqlBrowser));
});
