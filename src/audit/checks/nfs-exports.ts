import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import {
  defineCheck,
  exposed,
  inconclusive,
  notApplicable,
  notExposed,
  type CheckContext,
  type Outcome,
} from '../check.ts';
import { outcomeWithoutFrame, readFrame } from '../conversation/frames.ts';
import {
  RPC_FRAME,
  RPC_PROGRAM,
  asRecord,
  decodeRpcReply,
  encodeRpcCall,
  readExports,
  type NfsExport,
  type RpcCall,
} from '../protocols/onc-rpc.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

const PORTMAPPER_PORT = 111;
const GETPORT = 3;
const EXPORT = 5;
const NULL_PROCEDURE = 0;
const MOUNT_VERSION = 3;
const TCP = 6;
const MAX_SHOWN = 10;

/** RFC 1813 section 5.2.5: MOUNTPROC3_EXPORT tells folders and for whom they are. Nothing is mounted. */
export const nfsExports = defineCheck(
  {
    id: 'nfs.exports',
    title: 'NFS shares folders with everybody',
    services: ['nfs'],
    ports: [2049],
    transport: 'tcp',
    severity: 'high',
    impact: 'read-only',
    budget: { maxMs: 15_000, maxRounds: 3, maxBytesIn: 40_000, maxBytesOut: 300 },
    // A server lists only what the asking host may have, or refuses it.
    trusted: OUTSIDE,
    blind: [],
    isOptIn: false,
    why: 'NFS believes the client who its user is: whoever may mount a folder reads what its users may read.',
    references: ['rfc1813', 'nfs-exports'],
    fixes: {
      '*': {
        file: '/etc/exports',
        change: 'in place of * name hosts or networks, with root_squash, and sec=krb5p where hosts are not trusted',
        apply: 'exportfs -ra',
      },
    },
  },
  async (context: CheckContext) => {
    const nfs = await call(context, context.endpoint.port, {
      program: RPC_PROGRAM.nfs,
      version: 3,
      procedure: NULL_PROCEDURE,
    });
    if (nfs !== 'refused' && 'verdict' in nfs) return nfs;
    const parameters = new ByteWriter().u32(RPC_PROGRAM.mountd).u32(MOUNT_VERSION).u32(TCP).u32(0).finish();
    const found = await call(context, PORTMAPPER_PORT, {
      program: RPC_PROGRAM.portmapper,
      version: 2,
      procedure: GETPORT,
      parameters,
    });
    const port = found === 'refused' || 'verdict' in found ? 0 : found.u32();
    if (port === 0 || port > 65_535) {
      return inconclusive(
        'NFS answers, and no mount daemon is registered: a list of folders is only in NFS before version 4.',
      );
    }
    const results = await call(context, port, {
      program: RPC_PROGRAM.mountd,
      version: MOUNT_VERSION,
      procedure: EXPORT,
    });
    if (results === 'refused') return notExposed('firm', 'The mount daemon refused to list folders.');
    if ('verdict' in results) return inconclusive('NFS answers, and its mount daemon gave no list of folders.');
    const list = readExports(results);
    if (list === null) return inconclusive('NFS answers, and its mount daemon gave no list that can be read.');
    return judge(list);
  },
);

function judge(list: readonly NfsExport[]): Outcome {
  const clean = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');
  const all = list.filter(
    ({ groups }) => groups.length === 0 || groups.some((group) => group === '*' || group === '(everyone)'),
  );
  const facts = { folders: list.slice(0, MAX_SHOWN).map(({ folder }) => clean(folder)), open: all.length };
  if (all.length > 0) {
    const names = all.slice(0, MAX_SHOWN).map(({ folder }) => clean(folder));
    return exposed('confirmed', `Folders are shared with everybody: ${names.join(', ')}. Nothing was mounted.`, {
      facts,
    });
  }
  if (list.length === 0) return notExposed('confirmed', 'No folder is shared.', { facts });
  const summary = `It tells anybody which ${list.length} folders are shared and with whom; none is shared with everybody.`;
  return exposed('confirmed', summary, { facts, severity: 'low' });
}

async function call(
  context: CheckContext,
  port: number,
  what: Omit<RpcCall, 'transaction'>,
): Promise<ByteReader | 'refused' | Outcome> {
  const transaction = new ByteReader(context.random(4)).u32();
  const conversation = await context.connect({ port });
  await conversation.send(asRecord(encodeRpcCall({ ...what, transaction })));
  const frame = await readFrame(conversation, RPC_FRAME, 4000);
  if (frame.kind !== 'frame') return outcomeWithoutFrame(frame, 'RPC', conversation);
  return decodeRpcReply(frame.bytes.subarray(4), transaction) ?? notApplicable('Something else than RPC answers.');
}
