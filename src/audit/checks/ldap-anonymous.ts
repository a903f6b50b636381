import { defineCheck, exposed, inconclusive, notExposed, type CheckContext } from '../check.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { outcomeWithoutFrame, readFrame, type Frame } from '../conversation/frames.ts';
import { LDAP_FRAME, decodeLdap, ldapReadEntry, ldapUnbind } from '../protocols/ldap.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

const OVER_TLS: readonly number[] = [636, 3269];
const MAX_MESSAGES = 4;
const MAX_CONTEXTS = 8;

type Found = { readonly attributes: ReadonlyMap<string, readonly string[]> | null; readonly code: number };

/**
 * RFC 4512 section 5.1: everybody may read the root of a directory, which tells its names. Whether entries below are open is
 * asked of the first of them, without any of its attributes.
 */
export const ldapAnonymous = defineCheck(
  {
    id: 'ldap.anonymous',
    title: 'The directory lets strangers read',
    services: ['ldap'],
    ports: [389, 636, 3268, 3269],
    transport: 'tcp',
    severity: 'medium',
    impact: 'creates-log-entry',
    budget: { maxMs: 12_000, maxRounds: 1, maxBytesIn: 33_000, maxBytesOut: 700 },
    trusted: OUTSIDE,
    blind: [],
    isOptIn: false,
    why: 'A directory names people, accounts, groups and hosts: all that guessing passwords and letters to victims begin with.',
    references: ['rfc4511', 'rfc4513', 'openldap-guide'],
    fixes: {
      OpenLDAP: {
        file: 'cn=config: olcAccess of the database, by ldapmodify',
        change: '{0}to * by users read by anonymous auth by * none; or olcRequires: authc',
        apply: 'at once',
      },
      '*': {
        file: 'the access rules of the directory',
        change: 'let only whom it knows read entries',
        apply: 'as its documentation says',
      },
    },
  },
  async (context: CheckContext) => {
    const conversation = await context.connect({ tls: OVER_TLS.includes(context.endpoint.port) });
    const root = await read(conversation, 1, '', ['namingContexts', 'vendorName']);
    if ('kind' in root) return outcomeWithoutFrame(root, 'LDAP', conversation);
    const contexts = (root.attributes?.get('namingContexts') ?? []).slice(0, MAX_CONTEXTS).map((each) => clean(each));
    const facts = { contexts };
    const [first] = root.attributes?.get('namingContexts') ?? [];
    if (first === undefined || first.length > 200) {
      await conversation.send(ldapUnbind(3));
      return notExposed('firm', 'The root of the directory tells strangers none of its names.', { facts });
    }
    const entry = await read(conversation, 2, first, ['1.1']);
    await conversation.send(ldapUnbind(3));
    await conversation.close();
    if ('kind' in entry)
      return inconclusive('The root of the directory answers, and the entry below it did not.', { facts });
    if (entry.attributes !== null) {
      return exposed(
        'confirmed',
        `Strangers may read entries of ${clean(first)}; only one was asked for, without what is in it.`,
        { facts },
      );
    }
    return notExposed('confirmed', `The entry ${clean(first)} is not for strangers (result ${entry.code}).`, { facts });
  },
);

async function read(
  conversation: Conversation,
  id: number,
  name: string,
  attributes: readonly string[],
): Promise<Found | Exclude<Frame, { kind: 'frame' }>> {
  await conversation.send(ldapReadEntry(id, name, attributes));
  let found: Found['attributes'] = null;
  for (let messages = 0; messages < MAX_MESSAGES; messages++) {
    const frame = await readFrame(conversation, LDAP_FRAME, 4000);
    if (frame.kind !== 'frame') return frame;
    const message = decodeLdap(frame.bytes, id);
    if (message === null) return { kind: 'other', bytes: frame.bytes };
    if (message.kind === 'entry') found = message.attributes;
    if (message.kind === 'done') return { attributes: found, code: message.code };
  }
  return { kind: 'cut', bytes: new Uint8Array() };
}

function clean(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 100);
}
