import { SEVERITIES } from '../../../findings/finding.ts';
import type { News } from '../../../traffic/live/live-reader.ts';
import { plural } from '../../../traffic/words.ts';
import type { Context } from '../../context.ts';
import { printable } from '../../printable.ts';

/** Lines at a time: more nobody reads. */
const SHOWN = 20;
const SEVERITY_WIDTH = 8;

/** A line each, the most severe last, as all reports have them. */
export function writeNews(news: readonly News[], { stdout, style, now }: Context): void {
  const shown = news.slice(-SHOWN);
  const rest = news.length - shown.length;
  if (rest > 0) {
    const severities = SEVERITIES.filter((one) => news.slice(0, rest).some(({ finding }) => finding.severity === one));
    const line = `${timeText(now().toISOString())}  ${plural(rest, 'more finding')} of severity ${severities.join(', ')}: the report at the end has them, and --ndjson tells each`;
    stdout.line(style.dim(line));
  }
  for (const { finding } of shown) {
    const { severity, title, last } = finding;
    const paint = severity === 'low' ? style.dim : severity === 'medium' ? style.warning : style.danger;
    const time = timeText(last === '' ? now().toISOString() : last);
    stdout.line(`${style.dim(time)}  ${paint(severity.padEnd(SEVERITY_WIDTH))}  ${printable(title)}`);
  }
  stdout.flush();
}

/** `2026-10-09 08:53:01`, UTC as everywhere in the report. */
function timeText(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}
