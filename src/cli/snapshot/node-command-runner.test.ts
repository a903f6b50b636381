import { describe, expect, it } from 'vitest';
import { createCommandRunner } from './node-command-runner.ts';

const run = createCommandRunner({ PATH: '/usr/bin:/bin', TZ: 'UTC' });
const sh = (script: string) => ({ file: '/bin/sh', args: ['-c', script] });

describe('running a command', () => {
  it('gives what it printed and how it ended, which is no failure by itself', () => {
    expect(run(sh('echo out; echo err >&2; exit 3'))).toEqual({ stdout: 'out\n', exitCode: 3, failure: null });
  });

  it('gives it an environment in which nothing is translated, and nothing to read', () => {
    expect(run(sh('echo "$LC_ALL $TZ"; cat')).stdout).toBe('C UTC\n');
  });

  it('passes words on as they are: no shell reads them', () => {
    expect(run({ file: '/bin/echo', args: ['$(id)', '; id', '*'] }).stdout).toBe('$(id) ; id *\n');
  });

  it('reads bytes that are not UTF-8 as question marks', () => {
    expect(run(sh(String.raw`printf 'ABH\231REN'`)).stdout).toBe('ABH\uFFFDREN');
  });

  it('says what is not installed, takes too long or prints too much', () => {
    expect(run({ file: '/nowhere/lsof', args: [] })).toMatchObject({ failure: { reason: 'not-installed' } });
    const limited = createCommandRunner({}, { milliseconds: 300, bytes: 1000 });
    expect(limited(sh('exec sleep 30'))).toMatchObject({ exitCode: null, failure: { reason: 'timeout' } });
    expect(limited(sh('exec yes'))).toMatchObject({ failure: { reason: 'too-much-output' } });
  });
});
