/** Joins bytes; numbers are single ones. */
export function bytes(...parts: readonly (number | Uint8Array)[]): Uint8Array {
  const joined = new Uint8Array(
    parts.reduce<number>((sum, part) => sum + (typeof part === 'number' ? 1 : part.length), 0),
  );
  let at = 0;
  for (const part of parts) {
    if (typeof part === 'number') joined[at++] = part;
    else {
      joined.set(part, at);
      at += part.length;
    }
  }
  return joined;
}

/** ASCII. */
export function text(ascii: string): Uint8Array {
  return new TextEncoder().encode(ascii);
}

/** 16 bits, highest first. */
export function be16(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value);
}

function be32(value: number): Uint8Array {
  return bytes(be16(value >>> 16), be16(value & 0xffff));
}

/** One element of ASN.1 in BER, definite short form: fewer than 128 bytes (X.690 section 8.1). */
export function ber(tag: number, ...parts: readonly (number | Uint8Array)[]): Uint8Array {
  const content = bytes(...parts);
  if (content.length > 127) throw new RangeError(`${content.length} bytes are too many for the short form`);
  return bytes(tag, content.length, content);
}

/** A question without recursion (RFC 1035 section 4.1); NetBIOS names go the same way (RFC 1002 section 4.2.1). */
export function dnsQuery(id: number, labels: readonly string[], type: number, dnsClass: number): Uint8Array {
  const name = bytes(...labels.flatMap((label) => [label.length, text(label)]), 0);
  return bytes(be16(id), be16(0), be16(1), be16(0), be16(0), be16(0), name, be16(type), be16(dnsClass));
}

/** Procedure 0 of an ONC RPC program does nothing and answers (RFC 5531 sections 9 and 12). */
export function rpcNullCall(program: number, version: number): Uint8Array {
  const none = bytes(be32(0), be32(0));
  return bytes(text('port'), be32(0), be32(2), be32(program), be32(version), be32(0), none, none);
}
