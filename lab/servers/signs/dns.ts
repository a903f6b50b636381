import { RECURSED_NAME, ZONE } from '../zone.ts';
import { datagram, type Sign } from './sign.ts';

/** Types and classes of questions, RFC 1035, sections 3.2.2 to 3.2.5. */
const A = 1;
const TXT = 16;
const AXFR = 252;
const IN = 1;
const CHAOS = 3;

/** A question of RFC 1035, section 4.1: identifier 7, recursion desired. */
function question(name: string, type: number, inClass: number = IN): string {
  const labels = name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  const header = Buffer.from([0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  return Buffer.concat([header, ...labels, Buffer.from([0, 0, type, 0, inClass])]).toString('latin1');
}

/** Over TCP a message has its length before it, section 4.2.2. */
function transfer(answer: RegExp): Sign {
  const message = question(ZONE, AXFR);
  const step = String.fromCharCode(message.length >> 8, message.length & 0xff) + message;
  return { port: 53, transport: 'tcp', steps: [step], greets: false, answer };
}

export const TRANSFERS = transfer(/secret-admin/u);
/** REFUSED (5), or NOTAUTH (9) of RFC 2136, in the second byte of the flags. */
export const TRANSFERS_NOT = transfer(/^..\0\u0007[\x80-\xff][\x05\x09]/su);

/** 192.0.2.53, which only the helper knows. */
export const RECURSES = datagram(53, question(RECURSED_NAME, A), /\xc0\0\x02\x35$/u);
export const RECURSES_NOT = datagram(53, question(RECURSED_NAME, A), /^\0\u0007[\x80-\xff]\x05/u);

export const tellsVersion = (version: RegExp): Sign => datagram(53, question('version.bind', TXT, CHAOS), version);
/** No record in the answer: ANCOUNT is 0. */
export const TELLS_NO_VERSION = datagram(53, question('version.bind', TXT, CHAOS), /^\0\u0007..\0\u0001\0\0/su);
