import type { TrafficSummary } from '../../../traffic/report/traffic-report.ts';
import { formatCount, percent } from '../../../traffic/words.ts';
import { printable } from '../../printable.ts';
import type { Page } from './page.ts';

const NOISE_SHOWN = 4;
const PORTS_SHOWN = 4;
/** `> 99.9 %`, two blanks, and the longest name with two behind it. */
const HEAD_WIDTH = 8 + 2 + 15;

/** How the events are understood: noise, findings, single knocks, and the rest. */
export function writeShares(summary: TrafficSummary, page: Page): void {
  const { style } = page;
  const { events, harmless, explained, strays, ordinary, unexplained, noise, unexplainedPorts } = summary;
  const line = (count: number, name: string, rest: string): void => {
    if (count === 0) return;
    const head = `${percent(count, events).padStart(8)}  ${style.strong(name.padEnd(15))}`;
    page.entry(head, HEAD_WIDTH, rest);
  };
  const told = noise
    .slice(0, NOISE_SHOWN)
    .map(({ title, events: count }) => `${lower(title)} ${percent(count, events)}`);
  line(harmless, 'harmless', told.join(', '));
  const loudest = noise.find(({ label }) => label !== '');
  if (loudest !== undefined && harmless > 0) {
    const hint = `"${printable(loudest.label)}" logs most of it: portolan traffic --explain-rule ${loudest.pattern}`;
    page.entry(' '.repeat(HEAD_WIDTH), HEAD_WIDTH, hint, style.dim);
  }
  line(explained, 'explained', 'by the findings below');
  line(strays, 'single knocks', 'of strangers, refused: the noise every address gets');
  line(ordinary, 'ordinary', 'conversations, let through or answered, that nothing speaks against');
  const ports = unexplainedPorts
    .slice(0, PORTS_SHOWN)
    .map(({ port, events: count }) => `${port} ${formatCount(count)}`);
  line(unexplained, 'not explained', ports.length === 0 ? '' : `mostly to ${ports.join(', ')}`);
}

function lower(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}
