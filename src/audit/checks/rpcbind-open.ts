import { ByteReader } from '../bytes/byte-reader.ts';
import { defineCheck, exposed, inconclusive, notApplicable, notExposed, type CheckContext } from '../check.ts';
import { RPC_PROGRAM, decodeRpcReply, encodeRpcCall, readRegistrations } from '../protocols/onc-rpc.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

const MAX_SHOWN = 20;
const DUMP = 4;

/** RFC 1833 section 3.2: PMAPPROC_DUMP lists every RPC program and its port. */
export const rpcbindOpen = defineCheck(
  {
    id: 'rpcbind.open',
    title: 'rpcbind lists RPC programs, and amplifies',
    services: ['sunrpc', 'rpcbind', 'portmapper'],
    ports: [111],
    transport: 'udp',
    severity: 'medium',
    impact: 'read-only',
    budget: { maxMs: 6000, maxRounds: 2, maxBytesIn: 16_384, maxBytesOut: 80 },
    trusted: ANYWHERE,
    blind: [],
    isOptIn: false,
    why: 'The list says what else to ask on this host; and as it is longer than the question, a forged sender is flooded with it.',
    references: ['rfc1833', 'us-cert-ta14-017a', 'ssg-rpcbind'],
    fixes: {
      '*': {
        file: 'systemd: rpcbind.socket and rpcbind.service',
        change: 'nothing but NFS version 3 and NIS needs it; else let a firewall keep 111 inside',
        apply: 'systemctl disable --now rpcbind.socket rpcbind.service',
      },
    },
  },
  async (context: CheckContext) => {
    const transaction = new ByteReader(context.random(4)).u32();
    const call = encodeRpcCall({ transaction, program: RPC_PROGRAM.portmapper, version: 2, procedure: DUMP });
    const { answers, isRefused } = await context.exchange(call, { tries: 2 });
    if (isRefused) return notApplicable('Nothing listens there.');
    const [answer] = answers;
    if (answer === undefined) return inconclusive('No answer came to a question for its list.');
    const results = decodeRpcReply(answer.bytes, transaction);
    if (results === 'refused') return notExposed('confirmed', 'It refused to list its programs.');
    const list = results === null ? null : readRegistrations(results);
    if (list === null) return notApplicable('Something else than rpcbind answers.');
    const programs = [...new Set(list.map(({ program, port, transport }) => `${program} on ${port}/${transport}`))];
    const factor = Math.round((answer.bytes.length / call.length) * 10) / 10;
    const summary = `It lists ${list.length} registrations to anybody; the answer is ${factor} times as large as the question.`;
    return exposed('confirmed', summary, {
      facts: { registrations: list.length, factor, programs: programs.slice(0, MAX_SHOWN) },
    });
  },
);
