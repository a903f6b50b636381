import { overTcp, overUdp, type SmallService } from '../protocols/small-service.ts';

/** RFC 868 counts seconds from 1900; 2,208,988,800 of them lie before 1970. A clock may be wrong, but hardly by decades. */
const BEFORE_1970 = 2_208_988_800;
const EARLIEST = BEFORE_1970 + Date.UTC(2000, 0, 1) / 1000;

const TIME: SmallService<'time'> = {
  name: 'time',
  port: 37,
  does: 'tells the time as a number',
  references: ['rfc868'],
  question: () => Uint8Array.of(0x0a),
  isAsked: false,
  enough: 9,
  // inetutils on a 64-bit system sends eight bytes, of which the first four are the time.
  isAnswer: (answer) =>
    (answer.length === 4 || answer.length === 8) &&
    new DataView(answer.buffer, answer.byteOffset).getUint32(0) >= EARLIEST,
};

export const smallTime = overTcp(TIME);
export const smallTimeUdp = overUdp(TIME);
