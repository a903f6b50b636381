import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { defineCheck, exposed, notExposed, type CheckContext } from '../check.ts';
import { outcomeWithoutFrame, readFrame, type FrameShape } from '../conversation/frames.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

/** X Window System Protocol, chapter 8 "Connection Setup": byte order, version 11.0, no name and no data of authorization. */
const SETUP = new ByteWriter().text('l').u8(0).u16le(11).u16le(0).u16le(0).u16le(0).u16le(0).finish();
const ACCEPTED = 1;

/** The first eight bytes say it; what follows them, the description of the screen, is not read. */
const SETUP_FRAME: FrameShape = {
  headerBytes: 8,
  lengthOf: (header) => {
    const reader = new ByteReader(header);
    const status = reader.u8();
    reader.skip(1);
    const version = reader.u16le();
    // AUTHENTICATE (2) has no version there.
    return (status <= ACCEPTED && version === 11) || (status === 2 && version === 0) ? 8 : null;
  },
  maxBytes: 8,
};

export const x11Open = defineCheck(
  {
    id: 'x11.open',
    title: 'An X server lets anybody in',
    services: ['x11'],
    ports: [6000, 6001, 6002, 6003, 6004, 6005],
    transport: 'tcp',
    severity: 'critical',
    impact: 'creates-log-entry',
    budget: { maxMs: 8000, maxRounds: 1, maxBytesIn: 65_536, maxBytesOut: 32 },
    // "xhost +local:" and the like let the host itself in.
    trusted: OUTSIDE,
    blind: [],
    maxLinesShown: 1,
    isOptIn: false,
    why: 'Whoever is let in sees the screen, reads what is typed and types himself.',
    references: ['xorg-manual'],
    fixes: {
      '*': {
        file: 'the command that starts the X server; xhost in the session',
        change:
          '-nolisten tcp (the default of Xorg since 1.17), and "xhost -" in place of "xhost +"; from elsewhere ssh -X',
        apply: 'end the session and begin it again',
      },
    },
  },
  async (context: CheckContext) => {
    const conversation = await context.connect();
    await conversation.send(SETUP);
    const frame = await readFrame(conversation, SETUP_FRAME, 4000);
    if (frame.kind !== 'frame') return outcomeWithoutFrame(frame, 'X11', conversation);
    if (frame.bytes[0] === ACCEPTED)
      return exposed('confirmed', 'It let us in without any authority; nothing was looked at.');
    return notExposed('confirmed', 'It wants an authority that we do not have.');
  },
);
