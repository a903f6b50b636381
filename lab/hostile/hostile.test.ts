import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';

/** A hostile server has had its chance after that many bytes, or that long. */
const ENOUGH_BYTES = 4 * 1024 * 1024;
const LISTEN_MS = 1500;

const started: ChildProcess[] = [];

afterEach(async () => {
  for (const child of started.splice(0)) {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
});

async function start(variant: string): Promise<number> {
  const child = spawn(process.execPath, ['lab/hostile/hostile.mjs', variant], { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return Number(/^listening (\d+)$/mu.exec(line.toString())?.[1]);
}

interface Heard {
  readonly bytes: number;
  readonly text: string;
  readonly ended: boolean;
}

async function hear(variant: string, say = ''): Promise<Heard> {
  const socket = connect(await start(variant), '127.0.0.1');
  let bytes = 0;
  let text = '';
  const over = new Promise<boolean>((resolve) => {
    socket.on('connect', () => say !== '' && socket.write(say));
    socket.on('error', () => resolve(true));
    socket.on('close', () => resolve(true));
    socket.on('data', (data) => {
      bytes += data.length;
      if (text.length < 2000) text += data.toString('latin1');
      if (bytes > ENOUGH_BYTES) resolve(false);
    });
    void sleep(LISTEN_MS).then(() => resolve(false));
  });
  const ended = await over;
  socket.destroy();
  return { bytes, text, ended };
}

describe('a hostile server', () => {
  it.each(['endless-line', 'endless-banner', 'burst'])('%s sends more than anybody should keep', async (variant) => {
    const { bytes, text } = await hear(variant);
    expect(bytes).toBeGreaterThan(ENOUGH_BYTES);
    expect(text.includes('\n')).toBe(variant !== 'endless-line');
  });

  it('sends a byte a second', async () => {
    const { bytes, ended } = await hear('byte-a-second');
    expect(bytes).toBeLessThan(10);
    expect(ended).toBe(false);
  });

  it('sends escapes, controls and what is no UTF-8', async () => {
    const { text } = await hear('escapes');
    expect(text).toContain('\u001b]52;');
    expect(text).toContain('\0');
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'))).toThrow(TypeError);
  });

  it('says yes to TLS and talks none', async () => {
    expect((await hear('tls-garbage', 'AUTH TLS\r\n')).text).toContain('220 go ahead\r\n');
    expect((await hear('tls-garbage', '\u0016\u0003\u0001')).text).toContain('\u0016\u0003\u0003ÿÿ');
  });

  it.each(['close', 'reset'])('accepts and goes: %s', async (variant) => {
    expect(await hear(variant)).toEqual({ bytes: 0, text: '', ended: true });
  });

  it('accepts and is silent', async () => {
    expect(await hear('silence', 'anybody there?\r\n')).toEqual({ bytes: 0, text: '', ended: false });
  });

  it('gives back what it gets, and says 200 to everything', async () => {
    expect((await hear('mirror', 'USER a\r\n')).text).toBe('USER a\r\n');
    expect((await hear('http-200', 'CONNECT a:1 HTTP/1.1\r\n\r\n')).text).toMatch(/^HTTP\/1\.1 200 /u);
  });

  it.each([
    ['udp-garbage', 1, 1200],
    ['udp-empty', 1, 0],
    ['udp-mirror', 1, 3],
    ['udp-flood', 50, 1200],
  ])('%s answers a datagram', async (variant, atLeast, bytes) => {
    const port = await start(variant);
    const socket = createSocket('udp4');
    const answers: number[] = [];
    socket.on('message', (data) => answers.push(data.length));
    socket.send('abc', port, '127.0.0.1');
    for (let look = 0; look < 100 && answers.length < atLeast; look += 1) await sleep(50);
    socket.close();
    expect(answers.length).toBeGreaterThanOrEqual(atLeast);
    expect(new Set(answers)).toEqual(new Set([bytes]));
  });
});
