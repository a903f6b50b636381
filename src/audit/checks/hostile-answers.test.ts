import { describe, expect, it } from 'vitest';
import { CHECKS } from './all.ts';
import { play, type Script } from './scripted-network.fixture.ts';

/** What a server may do to whoever asks it. */
const HOSTILE: Readonly<Record<string, Script>> = {
  'closes at once': { hello: null },
  'says nothing': {},
  'closes when asked': { answers: [[/./s, null]] },
  'never ends a line': { hello: 'A'.repeat(60_000) },
  'never comes to the end of its first line': { hello: '220-' },
  'never ends an answer': { hello: '220-x\r\n'.repeat(5000), answers: [[/./s, '250-x\r\n'.repeat(5000)]] },
  'sends what no protocol knows': {
    hello: Buffer.from([0x80, 0xfe, 0, 0x1b, 0x5b, 0x32, 0x4a, 0x0a]),
    answers: [[/./s, '\x1b]0;x\x07\xff\xfe\n']],
  },
  'repeats what it is sent as a web page': { answers: [[/./s, '<html>\x1b[2J']] },
};

describe.each(CHECKS.map((check) => [check.description.id, check] as const))('%s', (_id, check) => {
  it.each(Object.entries(HOSTILE))('claims nothing of a server that %s', async (_name, script) => {
    const { verdict, summary } = await play(check, {
      connections: [script],
      datagrams: () => Buffer.from('\x1b[2J\xff\x00garbage'),
      settings: { mayLeaveResidue: true },
    });
    expect(verdict).not.toBe('exposed');
    expect(summary).not.toMatch(/[^\x20-\x7e]/);
  });
});
