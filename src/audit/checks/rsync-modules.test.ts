import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../result.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { rsyncModules } from './rsync-modules.ts';
import { play } from './scripted-network.fixture.ts';

function server(listing: string, module: string): Promise<CheckResult> {
  return play(rsyncModules, {
    connections: [
      {
        hello: '@RSYNCD: 31.0 sha512\n',
        answers: [
          [/#list/, `${listing}@RSYNCD: EXIT\n`],
          [/\nbackup\n/, module],
        ],
      },
    ],
  });
}

describe('rsync.modules', () => {
  it('is exposed where a module opens', async () => {
    const result = await server('Welcome\nbackup         \tall of it\n', '@RSYNCD: OK\n');
    expect(result).toMatchObject({ verdict: 'exposed', facts: { modules: ['backup'], open: ['backup'] } });
  });

  it('is exposed, though less, where they are only listed', async () => {
    const result = await server('backup \t\n', '@RSYNCD: AUTHREQD abc\n');
    expect(result).toMatchObject({ verdict: 'exposed', facts: { open: [] } });
  });

  it('is not where none is listed', async () => {
    expect((await server('', '')).verdict).toBe('not-exposed');
  });

  it('holds against other services and garbage', () => expectSteadfast(rsyncModules));
});
