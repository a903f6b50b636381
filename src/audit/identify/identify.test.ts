import { describe, expect, it } from 'vitest';
import { ScriptedNetwork, type Scene } from '../checks/scripted-network.fixture.ts';
import { FingerprintSet } from './fingerprints/fingerprint-set.ts';
import { IDENTIFY_BUDGET, identifyService, type Identification } from './identify.ts';
import { identifyAll, PER_HOST } from './identify-all.ts';

const FINGERPRINTS = new FingerprintSet({
  ftp: [
    { on: 'greeting', pattern: '^220 \\(vsFTPd (?<version>[\\d.]{1,9})\\)', product: 'vsftpd', cpe: 'cpe:/a:x:vsftpd' },
  ],
  http: [{ on: 'server', pattern: '^nginx/(?<version>[\\d.]{1,9})', product: 'nginx' }],
  domain: [{ on: 'version', pattern: '^9\\.', product: 'BIND' }],
});
const TLS = { protocol: 'TLSv1.3', cipher: 'x', notAfter: null, subject: null };
const WEB = 'HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\n\r\nhello';

function identify(port: number, scene: Scene, transport: 'tcp' | 'udp' = 'tcp', asks = false): Promise<Identification> {
  const task = { endpoint: { address: '192.0.2.1', port }, transport };
  return identifyService(task, new ScriptedNetwork(scene), { fingerprints: [FINGERPRINTS], mayAskIndustrial: asks });
}

describe('identification', () => {
  it('knows a server by its greeting, and says nothing then', async () => {
    const { service, bytesOut } = await identify(21, { connections: [{ hello: '220 (vsFTPd 3.0.3)\r\n' }] });
    expect(service).toEqual({
      name: 'ftp',
      product: 'vsftpd',
      version: '3.0.3',
      isTls: false,
      confidence: 'certain',
      because: '220 (vsFTPd 3.0.3)',
      cpe: 'cpe:/a:x:vsftpd:3.0.3',
    });
    expect(bytesOut).toBe(0);
  });

  it('asks FTP and SMTP, whose greetings can be alike, by what only one of them answers', async () => {
    const answers = [
      [/^EHLO/, '250-mail.example\r\n250 SIZE\r\n'],
      [/^FEAT/, '500 what?\r\n'],
    ] as const;
    const mail = await identify(2020, { connections: [{ hello: '220 hello\r\n', answers }] });
    expect(mail.service).toBeNull();
    const onItsPort = await identify(25, { connections: [{ hello: '220 hello\r\n', answers }] });
    expect(onItsPort.service).toMatchObject({ name: 'smtp', confidence: 'certain' });
    const files = await identify(21, {
      connections: [{ hello: '220 hello\r\n', answers: [[/^FEAT/, '211-Features:\r\n UTF8\r\n211 End\r\n']] }],
    });
    expect(files.service).toMatchObject({ name: 'ftp', confidence: 'certain' });
  });

  it('finds a web server where FTP belongs', async () => {
    const connections = [
      {
        answers: [
          [/^GET \//, WEB],
          [/^FEAT/, '<!DOCTYPE html>\n<title>400</title>'],
        ] as const,
      },
    ];
    const { service } = await identify(21, { connections });
    expect(service).toMatchObject({ name: 'http', product: 'nginx', version: '1.22.1', confidence: 'certain' });
  });

  it('looks inside TLS where TLS belongs, and where a server asks for it', async () => {
    const imaps = await identify(993, { connections: [{ tls: TLS, hello: '* OK ready\r\n' }] });
    expect(imaps.service).toMatchObject({ name: 'imap', isTls: true });
    const refusal = 'HTTP/1.1 400 Bad Request\r\n\r\nThe plain HTTP request was sent to HTTPS port';
    const web = await identify(7443, {
      connections: [{ answers: [[/^GET/, refusal]] }, { tls: TLS, answers: [[/^GET/, WEB]] }],
    });
    expect(web.service).toMatchObject({ name: 'http', isTls: true, product: 'nginx' });
    const alert = Uint8Array.from([0x15, 3, 1, 0, 2, 2, 40]);
    const other = await identify(7444, {
      connections: [{ answers: [[/^GET/, alert]] }, { tls: TLS, hello: '+OK hello\r\n' }],
    });
    expect(other.service).toMatchObject({ name: 'pop3', isTls: true });
  });

  it('says TLS, where nothing inside it is known', async () => {
    const { service } = await identify(8443, { connections: [{ tls: TLS }] });
    expect(service).toMatchObject({ name: 'tls', isTls: true, product: null });
  });

  it('follows what only looks like something with the question that settles it', async () => {
    const { service } = await identify(7000, {
      connections: [
        {
          answers: [
            [/^GET/, "-ERR wrong number of arguments for 'get' command\r\n"],
            [/^PING/, '+PONG\r\n'],
          ],
        },
      ],
    });
    expect(service).toMatchObject({ name: 'redis', confidence: 'certain' });
  });

  it('knows an echo by whatever it was asked', async () => {
    const line = `portolan ${'2a'.repeat(16)}\r\n`;
    const { service } = await identify(7, { connections: [{ answers: [[/^portolan/, line]] }] });
    expect(service).toMatchObject({ name: 'echo', confidence: 'certain' });
  });

  it('calls a silent port 9 likely discard, and any other silence unknown', async () => {
    expect((await identify(9, { connections: [{}] })).service).toMatchObject({ name: 'discard', confidence: 'likely' });
    const other = await identify(4321, { connections: [{}] });
    expect(other).toMatchObject({ service: null, why: 'It takes connections and says nothing to any question.' });
  });
});

describe('identification leaves alone', () => {
  it.each([515, 9100, 9101, 9107])('printers: %i is not even connected to', async (port) => {
    const { service, why, rounds } = await identify(port, { connections: [{ hello: '220 ftp\r\n' }] });
    expect({ service, rounds }).toEqual({ service: null, rounds: 0 });
    expect(why).toContain('printers');
  });

  it.each([102, 502, 1911, 2404, 4840, 20_000, 44_818, 47_808])(
    'industrial gear: %i is listened to, and sent nothing unless that is asked for',
    async (port) => {
      const scene = { connections: [{ answers: [[/./s, 'HTTP/1.0 200 OK\r\n\r\n']] as const }] };
      const { service, rounds, bytesOut } = await identify(port, scene);
      expect({ service, rounds, bytesOut }).toEqual({ service: null, rounds: 1, bytesOut: 0 });
      expect((await identify(port, scene, 'udp')).rounds).toBe(0);
      expect((await identify(port, scene, 'tcp', true)).bytesOut).toBeGreaterThan(0);
    },
  );

  it('IPP is HTTP, and may be asked', async () => {
    expect((await identify(631, { connections: [{ answers: [[/^GET/, WEB]] }] })).service).toMatchObject({
      name: 'http',
    });
  });
});

describe('over UDP', () => {
  it('takes an answer that belongs to its question, and no other', async () => {
    const answer = (sent: Uint8Array, id: number): Uint8Array =>
      Uint8Array.from([id, sent[1] ?? 0, 0x84, 0x00, ...sent.subarray(4)]);
    const own = await identify(53, { datagrams: (sent) => answer(sent, sent[0] ?? 0) }, 'udp');
    expect(own.service).toMatchObject({ name: 'domain', confidence: 'certain' });
    const foreign = await identify(53, { datagrams: (sent) => answer(sent, 1) }, 'udp');
    expect(foreign.service).toBeNull();
  });

  it('knows TFTP by its error, and stops where nothing listens', async () => {
    const error = Uint8Array.from([0, 5, 0, 1, ...Buffer.from('File not found\0')]);
    expect((await identify(69, { datagrams: () => error }, 'udp')).service).toMatchObject({ name: 'tftp' });
    expect(await identify(69, { datagrams: () => 'refused' }, 'udp')).toMatchObject({ service: null, rounds: 1 });
  });
});

describe('a hostile server', () => {
  it('writes no escapes into what is told of it', async () => {
    const { service, transcript } = await identify(21, {
      connections: [{ hello: '220 ftp \x1b]0;owned\x07\x9b2J\xff\r\n' }],
    });
    expect(service?.because).toBe(String.raw`220 ftp \x1b]0;owned\x07\x9b2J\xff`);
    expect(JSON.stringify(transcript)).not.toMatch(/[\x1b\x9b]/);
    const web = await identify(80, {
      connections: [{ answers: [[/^GET/, 'HTTP/1.0 200 OK\r\nServer: nginx/1\x1b[2J\r\n\r\n']] }],
    });
    expect(web.service?.because).toBe(String.raw`nginx/1\x1b[2J`);
  });

  it('that says a lot, or garbage, or closes at once, costs no more than the budget', async () => {
    const garbage = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7919) % 256);
    for (const hello of ['A'.repeat(1_000_000), garbage, null]) {
      const { service, bytesOut, rounds, why } = await identify(4321, { connections: [{ hello }] });
      expect(service).toBeNull();
      expect(why).toMatch(/^It /);
      expect(bytesOut).toBeLessThanOrEqual(IDENTIFY_BUDGET.maxBytesOut);
      expect(rounds).toBeLessThanOrEqual(IDENTIFY_BUDGET.maxRounds);
    }
  });

  it('that is not there is told as such', async () => {
    expect(await identify(4321, {})).toMatchObject({ service: null, why: 'No connection: ECONNREFUSED' });
  });
});

describe('many ports', () => {
  it('are spoken to four at a time on each address', async () => {
    let now = 0;
    let most = 0;
    const network = new ScriptedNetwork({ connections: [{ hello: 'SSH-2.0-x\r\n' }] });
    const counted = {
      open: (...given: Parameters<ScriptedNetwork['open']>) => {
        most = Math.max(most, ++now);
        const opened = network.open(...given);
        return { ...opened, close: () => void now-- };
      },
    };
    const tasks = Array.from({ length: 10 }, (_, port) => ({
      endpoint: { address: '192.0.2.1', port: port + 1 },
      transport: 'tcp' as const,
    }));
    const done: number[] = [];
    await identifyAll(tasks, counted, { fingerprints: [] }, ({ endpoint }) => done.push(endpoint.port));
    expect(done.toSorted((a, b) => a - b)).toEqual(tasks.map(({ endpoint }) => endpoint.port));
    expect(most).toBe(PER_HOST);
  });
});
