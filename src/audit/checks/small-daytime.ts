import { foreignService } from '../protocols/foreign.ts';
import { overTcp, overUdp, type SmallService } from '../protocols/small-service.ts';

/** RFC 867 leaves the form open; all of them have a time of day and a year. */
const MAX_LENGTH = 128;

const DAYTIME: SmallService<'daytime'> = {
  name: 'daytime',
  port: 13,
  does: 'tells the date and time as text',
  references: ['rfc867'],
  question: () => Uint8Array.of(0x0a),
  isAsked: false,
  enough: MAX_LENGTH,
  isAnswer: (answer) => {
    const text = Buffer.from(answer).toString('latin1');
    // Exim and others greet with the time.
    if (foreignService(text) !== null) return false;
    const isShort = answer.length < MAX_LENGTH && /^[\x20-\x7e]{8,}\s*$/.test(text.trim());
    return isShort && /\b\d{1,2}:\d{2}(?::\d{2})?\b/.test(text) && /\b(?:19|20)\d\d\b|\b\d\d-\d\d-\d\d\b/.test(text);
  },
};

export const smallDaytime = overTcp(DAYTIME);
export const smallDaytimeUdp = overUdp(DAYTIME);
