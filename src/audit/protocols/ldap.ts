import { ByteReader, latin1 } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { FrameShape } from '../conversation/frames.ts';

/** BER as LDAP uses it (RFC 4511 section 5.1): definite lengths only. */
interface Element {
  readonly tag: number;
  readonly value: Uint8Array;
}

export type LdapMessage =
  | { readonly kind: 'entry'; readonly attributes: ReadonlyMap<string, readonly string[]> }
  /** Result codes: section 4.1.9; 0 is success. */
  | { readonly kind: 'done'; readonly code: number }
  | { readonly kind: 'other' };

const TAG = { sequence: 0x30, integer: 0x02, octets: 0x04, enumerated: 0x0a, boolean: 0x01, present: 0x87 } as const;
const OPERATION = { search: 0x63, entry: 0x64, done: 0x65, unbind: 0x42 } as const;
const MAX_ELEMENTS = 64;

/** A message: a sequence, whose length takes one to five bytes. A server's messages are longer than 5 bytes. */
export const LDAP_FRAME: FrameShape = {
  headerBytes: 6,
  lengthOf: (header) => {
    const reader = new ByteReader(header);
    if (reader.u8() !== TAG.sequence) return null;
    const length = readLength(reader);
    return length === null ? null : reader.at + length;
  },
  maxBytes: 16_384,
};

/** Asks for one entry itself, with these attributes; `1.1` is none of them (section 4.5.1.8). No log-in comes before. */
export function ldapReadEntry(id: number, name: string, attributes: readonly string[]): Uint8Array {
  const search = element(
    OPERATION.search,
    element(TAG.octets, Buffer.from(name, 'latin1')),
    element(TAG.enumerated, [0]), // the entry itself
    element(TAG.enumerated, [0]), // no aliases
    element(TAG.integer, [1]), // one entry
    element(TAG.integer, [3]), // three seconds
    element(TAG.boolean, [0]),
    element(TAG.present, Buffer.from('objectClass')),
    element(TAG.sequence, ...attributes.map((each) => element(TAG.octets, Buffer.from(each)))),
  );
  return element(TAG.sequence, element(TAG.integer, [id]), search);
}

export const ldapUnbind = (id: number): Uint8Array =>
  element(TAG.sequence, element(TAG.integer, [id]), element(OPERATION.unbind));

function element(tag: number, ...values: readonly Iterable<number>[]): Uint8Array {
  const value = values.flatMap((each) => [...each]);
  const writer = new ByteWriter().u8(tag);
  if (value.length < 0x80) writer.u8(value.length);
  else writer.u8(0x82).u16(value.length);
  return writer.bytes(value).finish();
}

/** A whole message; null where it is none of this id. */
export function decodeLdap(bytes: Uint8Array, id: number): LdapMessage | null {
  const message = readElement(new ByteReader(bytes));
  if (message?.tag !== TAG.sequence) return null;
  const [number, operation] = elementsOf(message.value);
  if (number?.tag !== TAG.integer || number.value.length !== 1 || number.value[0] !== id || operation === undefined)
    return null;
  const parts = elementsOf(operation.value);
  if (operation.tag === OPERATION.done) {
    const [code] = parts;
    return code?.tag === TAG.enumerated && code.value.length === 1 ? { kind: 'done', code: code.value[0] ?? 0 } : null;
  }
  if (operation.tag !== OPERATION.entry) return { kind: 'other' };
  const attributes = new Map<string, readonly string[]>();
  for (const attribute of elementsOf(parts[1]?.value ?? new Uint8Array())) {
    const [name, values] = elementsOf(attribute.value);
    if (name === undefined) continue;
    attributes.set(
      latin1(name.value),
      elementsOf(values?.value ?? new Uint8Array()).map(({ value }) => latin1(value)),
    );
  }
  return { kind: 'entry', attributes };
}

function elementsOf(bytes: Uint8Array): readonly Element[] {
  const reader = new ByteReader(bytes);
  const found: Element[] = [];
  while (reader.left > 0 && found.length < MAX_ELEMENTS) {
    const next = readElement(reader);
    if (next === null) break;
    found.push(next);
  }
  return found;
}

function readElement(reader: ByteReader): Element | null {
  const tag = reader.u8();
  const length = readLength(reader);
  if (length === null) return null;
  const value = reader.take(length);
  return reader.isShort ? null : { tag, value };
}

function readLength(reader: ByteReader): number | null {
  const first = reader.u8();
  if (first < 0x80) return reader.isShort ? null : first;
  const count = first & 0x7f;
  if (count === 0 || count > 4) return null;
  let length = 0;
  for (let done = 0; done < count; done++) length = length * 256 + reader.u8();
  return reader.isShort ? null : length;
}
