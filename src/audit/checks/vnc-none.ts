import { defineCheck, exposed, inconclusive, notApplicable, notExposed, type CheckContext } from '../check.ts';
import { outcomeWithoutFrame } from '../conversation/frames.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

/** RFC 6143 section 7.1.2: security type 1 asks for nothing. */
const NONE = 1;
const NAMES: Readonly<Record<number, string>> = {
  1: 'none',
  2: 'VNC password',
  16: 'Tight',
  18: 'TLS',
  19: 'VeNCrypt',
};

export const vncNone = defineCheck(
  {
    id: 'vnc.none',
    title: 'VNC shows the screen without a password',
    services: ['rfb', 'vnc'],
    ports: [5900, 5901, 5902, 5903],
    transport: 'tcp',
    severity: 'critical',
    impact: 'creates-log-entry',
    budget: { maxMs: 10_000, maxRounds: 1, maxBytesIn: 1024, maxBytesOut: 32 },
    trusted: OUTSIDE,
    blind: [],
    isOptIn: false,
    why: 'Whoever reaches it sees the screen and types as whoever sits there.',
    references: ['rfc6143'],
    fixes: {
      TigerVNC: {
        file: '/etc/tigervnc/vncserver-config-mandatory',
        change: '$SecurityTypes = "TLSVnc"; and $localhost = "yes" where it is reached over ssh',
        apply: 'end the session and begin it again',
      },
      '*': {
        file: 'the settings of the VNC server',
        change: 'ask for a password, and listen on loopback behind ssh or a VPN',
        apply: 'restart the server',
      },
    },
  },
  async (context: CheckContext) => {
    const conversation = await context.connect();
    const greeting = await conversation.readBytes(12, 4000);
    if (greeting === null) {
      const bytes = await conversation.readSome(12, 0);
      return outcomeWithoutFrame(bytes === null ? { kind: 'nothing' } : { kind: 'other', bytes }, 'VNC', conversation);
    }
    const version = /^RFB (\d{3})\.(\d{3})\n$/.exec(Buffer.from(greeting).toString('latin1'));
    if (version === null) return notApplicable('Something else than VNC answers.');
    // Section 7.1.1: 3.3, 3.7 and 3.8 are all there is; anything else is to be taken for 3.3.
    const minor = version[1] === '003' && Number(version[2]) >= 7 ? (Number(version[2]) >= 8 ? 8 : 7) : 3;
    await conversation.send(`RFB 003.00${minor}\n`);
    const types = minor === 3 ? await oldType(conversation) : await offered(conversation);
    await conversation.close();
    if (types === null) return inconclusive('VNC answers, and did not say how it lets people in.');
    const facts = { types: types.map((type) => NAMES[type] ?? String(type)) };
    if (types.includes(NONE))
      return exposed('confirmed', 'It offers to let anybody in (security type 1, none).', { facts });
    if (types.length === 0) return inconclusive('VNC answers, and lets nobody in just now.');
    return notExposed('confirmed', `It asks for ${facts.types.join(' or ')}.`, { facts });
  },
);

type Reading = Parameters<typeof outcomeWithoutFrame>[2];

/** Before 3.7 the server chooses, in four bytes; 0 is a refusal. */
async function oldType(conversation: Reading): Promise<readonly number[] | null> {
  const bytes = await conversation.readBytes(4, 4000);
  if (bytes === null) return null;
  return bytes[3] === 0 ? [] : [bytes[3] ?? 0];
}

async function offered(conversation: Reading): Promise<readonly number[] | null> {
  const [count] = (await conversation.readBytes(1, 4000)) ?? [];
  if (count === undefined) return null;
  if (count === 0) return [];
  const types = await conversation.readBytes(count, 2000);
  return types === null ? null : [...types];
}
