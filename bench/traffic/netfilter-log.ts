/**
 * A netfilter log of a week, line by line in the order of time: campaigns of scanners, and what goes on all the time. Made
 * for measuring and for comparing decoders; it is no measure of what is found, because who wrote it knew the rules.
 */
import { Background } from './background.ts';
import { campaignsOf, WEEK, type Campaign } from './campaigns.ts';
import { PacketLines } from './packet-line.ts';
import { Random } from './random.ts';

/** Thursday, 1 October 2026, 00:00 UTC. */
const START = Date.UTC(2026, 9, 1) / 1000;

interface Running {
  readonly campaign: Campaign;
  time: number;
  index: number;
}

export function* netfilterLog(lines: number, seed = 1): Generator<string> {
  const random = new Random(seed);
  const background = new Background(lines, seed + 1);
  const text = new PacketLines(START);
  const waiting = campaignsOf(lines, random).sort((a, b) => a.start - b.start);
  const inCampaigns = waiting.reduce((sum, { packets }) => sum + packets, 0);
  const meanGap = WEEK / Math.max(lines - inCampaigns, 1);
  const running: Running[] = [];
  let time = random.gap(meanGap);
  let next = 0;
  for (let line = 0; line < lines; line++) {
    for (let one = waiting[next]; one !== undefined && one.start <= time; one = waiting[++next]) {
      insert(running, { campaign: one, time: one.start, index: 0 });
    }
    const first = running.at(-1);
    if (first === undefined || first.time > time) {
      yield background.line(START + time, text);
      time += random.gap(meanGap);
      continue;
    }
    yield text.line(START + first.time, first.campaign.packet(first.index++));
    running.pop();
    if (first.index >= first.campaign.packets) continue;
    first.time += random.gap(first.campaign.span / first.campaign.packets);
    insert(running, first);
  }
}

/** Keeps those that run in descending order of their next packets: the next one is the last. */
function insert(running: Running[], one: Running): void {
  let low = 0;
  let high = running.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((running[middle]?.time ?? 0) > one.time) low = middle + 1;
    else high = middle;
  }
  running.splice(low, 0, one);
}
