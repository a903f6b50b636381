import { describe, expect, it } from 'vitest';
import { play } from './scripted-network.fixture.ts';
import { tcpmuxOpen } from './tcpmux-open.ts';

const ask = (answer: string | null): ReturnType<typeof play> =>
  play(tcpmuxOpen, { connections: [{ answers: [[/^HELP\r\n$/, answer]] }] });

describe('tcpmux.open', () => {
  it('is exposed where xinetd knows no such name', async () => {
    expect(await ask('-Service name not found\r\n\0')).toMatchObject({ verdict: 'exposed', confidence: 'confirmed' });
  });

  it('is exposed where something is started, and inconclusive on a text that is no list', async () => {
    expect((await ask('+Go\r\n')).verdict).toBe('exposed');
    expect((await ask('Commands: this and that\r\n')).verdict).toBe('inconclusive');
  });

  it('does not apply to POP3, whose answers begin alike', async () => {
    expect((await ask('-ERR unknown command\r\n')).verdict).toBe('not-applicable');
  });

  it('is inconclusive where nothing is said', async () => {
    expect((await ask(null)).verdict).toBe('inconclusive');
  });
});
