import { defineCheck, exposed, notApplicable, notExposed, type CheckContext } from '../check.ts';
import { outcomeWithoutFrame, readFrame } from '../conversation/frames.ts';
import { COTP_CONNECT, TPKT_FRAME, decodeCotp } from '../protocols/cotp.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

/** RFC 1006. What stands behind port 102 today is often a controller that bears no surprises: one packet, and away. */
export const iso102 = defineCheck(
  {
    id: 'iso.102',
    title: 'ISO transport takes connections from anybody',
    services: ['iso-tsap', 'cotp', 'tpkt'],
    ports: [102],
    transport: 'tcp',
    severity: 'medium',
    impact: 'creates-log-entry',
    budget: { maxMs: 8000, maxRounds: 1, maxBytesIn: 1024, maxBytesOut: 16 },
    trusted: ANYWHERE,
    blind: [],
    isOptIn: true,
    why: 'X.400 mail, a controller (S7, IEC 61850) or a remote desktop that was moved: none of them asks who connects.',
    references: ['rfc1006'],
    fixes: {
      xrdp: {
        file: '/etc/xrdp/xrdp.ini',
        change: 'port= with 3389, or tcp://127.0.0.1:3389 behind a gateway',
        apply: 'systemctl restart xrdp',
      },
      '*': {
        file: 'the firewall before the host',
        change: 'let only the stations that need it connect to 102/tcp; controllers belong in a network of their own',
        apply: 'at once',
      },
    },
  },
  async (context: CheckContext) => {
    const conversation = await context.connect();
    await conversation.send(COTP_CONNECT);
    const frame = await readFrame(conversation, TPKT_FRAME, 4000);
    await conversation.close();
    if (frame.kind !== 'frame') return outcomeWithoutFrame(frame, 'ISO transport', conversation);
    const answer = decodeCotp(frame.bytes);
    if (answer === 'other') return notApplicable('Something else than ISO transport answers.');
    if (answer === 'refused')
      return notExposed('firm', 'ISO transport answers, and refused a connection without selectors.');
    return exposed(
      'confirmed',
      'ISO transport took a connection: X.400 mail, a controller (S7, IEC 61850), or a remote desktop that was moved. It was ended at once.',
    );
  },
);
