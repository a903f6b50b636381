import { describe, expect, it } from 'vitest';
import { defineCheck, notApplicable, type Check } from '../check.ts';
import { answering, play, type Script } from '../checks/scripted-network.fixture.ts';
import { outcomeWithoutFrame, readFrame, type FrameShape } from './frames.ts';

/** Two bytes `F` and a length. */
const SHAPE: FrameShape = {
  headerBytes: 2,
  lengthOf: ([mark, length = 0]) => (mark === 0x46 ? length : null),
  maxBytes: 20,
};

/** A check that asks once and tells what came. */
const CHECK: Check = defineCheck(
  {
    id: 'test.frame',
    title: 'x',
    services: [],
    ports: [7],
    transport: 'tcp',
    severity: 'info',
    impact: 'read-only',
    budget: { maxMs: 1000, maxRounds: 1, maxBytesIn: 100, maxBytesOut: 20 },
    trusted: [],
    blind: [],
    isOptIn: false,
    why: 'x',
    references: [],
    fixes: {},
  },
  async (context) => {
    const conversation = await context.connect();
    await conversation.send('?');
    const frame = await readFrame(conversation, SHAPE);
    if (frame.kind !== 'frame') return outcomeWithoutFrame(frame, 'F', conversation);
    return notApplicable(`a frame of ${frame.bytes.length}`);
  },
);

async function summary(script: Script): Promise<string> {
  const result = await play(CHECK, { connections: [script] });
  return `${result.verdict}: ${result.summary}`;
}

const saying = (text: string): Script => answering((sent) => Buffer.from(sent[0] === 0x3f ? text : '', 'latin1'));

describe('a frame', () => {
  it('is read by the length its header says, header included', async () => {
    expect(await summary(saying('F\x04abcd'))).toBe('not-applicable: a frame of 4');
    expect(await summary(saying('F\x02'))).toBe('not-applicable: a frame of 2');
  });

  it('is something else where its header or length is none', async () => {
    for (const text of ['HTTP', 'F\x01', 'F', 'x'])
      expect(await summary(saying(text))).toContain('Something else than F');
  });

  it('is cut off where less comes than was said, or more than the limit', async () => {
    for (const text of ['F\x06abc', 'F\x7fabc']) expect(await summary(saying(text))).toContain('within the limits');
  });

  it('may have been waited for in vain: a word and a line end tell who waits for a line', async () => {
    expect(await summary({ answers: [[/\r\n$/, 'what?']] })).toContain('it waited for a line');
    expect(await summary({})).toContain('inconclusive: It took the connection and said nothing');
    expect(await summary({ answers: [[/./, null]] })).toContain('inconclusive: It closed the connection');
  });
});
