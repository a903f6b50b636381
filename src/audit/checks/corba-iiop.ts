import { defineCheck, exposed, inconclusive, notExposed, type CheckContext } from '../check.ts';
import { outcomeWithoutFrame, readFrame } from '../conversation/frames.ts';
import { GIOP_FRAME, decodeGiop, giopLocateRequest } from '../protocols/giop.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

/** Keys of the naming service: the one that corbaloc uses, and the older one of Java's orbd and tnameserv. */
const KEYS = ['NameService', 'INIT'] as const;
const OVER_TLS = 684;

/** CORBA 3.3 part 2 section 9.4.5: LocateRequest asks whether an object is there, and calls nothing of it. */
export const corbaIiop = defineCheck(
  {
    id: 'corba.iiop',
    title: 'A CORBA naming service answers strangers',
    services: ['corba', 'iiop', 'giop'],
    ports: [553, 683, 684, 900, 1050, 2809],
    transport: 'tcp',
    severity: 'medium',
    impact: 'read-only',
    budget: { maxMs: 12_000, maxRounds: 2, maxBytesIn: 9000, maxBytesOut: 96 },
    trusted: ANYWHERE,
    blind: [],
    isOptIn: false,
    why: 'Whoever may speak to it can list the objects behind it, and in most products put his own in their place.',
    references: ['omg-corba'],
    fixes: {
      omniORB: {
        file: '/etc/omniORB.cfg',
        change: 'endPoint = giop:tcp:127.0.0.1: or the inner address; serverTransportRule with your own networks',
        apply: 'systemctl restart omniorb4-nameserver',
      },
      '*': {
        file: 'the settings of the ORB',
        change: 'bind it to an inner address, or use SSLIOP with certificates of clients',
        apply: 'restart the naming service',
      },
    },
  },
  async (context: CheckContext) => {
    for (const [index, key] of KEYS.entries()) {
      const conversation = await context.connect({ tls: context.endpoint.port === OVER_TLS });
      await conversation.send(giopLocateRequest(index + 1, key));
      const frame = await readFrame(conversation, GIOP_FRAME, 3000);
      if (frame.kind !== 'frame') return outcomeWithoutFrame(frame, 'CORBA', conversation);
      const answer = decodeGiop(frame.bytes, index + 1);
      context.note(`asks for ${key}: ${answer ?? 'an answer to something else'}`);
      if (answer === 'here' || answer === 'elsewhere') {
        const where = answer === 'here' ? 'is here' : 'is elsewhere, and it says where';
        return exposed('confirmed', `Asked for "${key}", it says that the naming service ${where}.`, {
          facts: { key },
        });
      }
      if (answer !== 'unknown') return inconclusive('CORBA answers, though not to this question.');
    }
    return notExposed('firm', 'CORBA answers, and knows no naming service by the usual names.');
  },
);
