import type { FrameShape } from '../conversation/frames.ts';

/** A packet of ISO transport over TCP: TPKT version 3 and a length of two bytes (RFC 1006 section 6). */
export const TPKT_FRAME: FrameShape = {
  headerBytes: 4,
  lengthOf: ([version = 0, , high = 0, low = 0]) => {
    const length = (high << 8) | low;
    return version === 3 && length >= 7 ? length : null;
  },
  maxBytes: 1024,
};

/** A bare connection request of class 0, ISO 8073 (X.224) section 13.3: no selectors, so that it speaks for nobody. */
export const COTP_CONNECT = Uint8Array.of(3, 0, 0, 11, 6, 0xe0, 0, 0, 0, 1, 0);

export type CotpAnswer = 'confirmed' | 'refused' | 'other';

/** What a whole packet says to a connection request: X.224 sections 13.4 (0xD0), 13.5 (0x80) and 13.12 (0x70). */
export function decodeCotp(bytes: Uint8Array): CotpAnswer {
  const code = (bytes[5] ?? 0) & 0xf0;
  if (code === 0xd0) return 'confirmed';
  return code === 0x80 || code === 0x70 ? 'refused' : 'other';
}
