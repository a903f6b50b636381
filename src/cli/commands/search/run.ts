import { PortSearch, type Hit } from '../../../knowledge/search/search.ts';
import { formatPortKey } from '../../../net/port.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { csvLine } from '../../csv.ts';
import type { SearchDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { formatOf, type Format } from '../../format.ts';
import { openWholeKnowledge } from '../../open-knowledge.ts';
import { openOverlay } from '../../open-overlay.ts';
import { printable } from '../../printable.ts';
import { alignedTable, type Column } from '../../table.ts';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 1000;
/** Longest comfortable line, however wide the screen. */
const MAX_WIDTH = 140;

export async function run(input: Input, context: Context): Promise<void> {
  const text = input.args.join(' ').trim();
  if (text === '') {
    throw new CliError(EXIT.usage, 'nothing to search for: give words, such as portolan search remote desktop');
  }
  const hits = new PortSearch(openWholeKnowledge(), await openOverlay(input, context)).find(text, limitOf(input));
  writeHits(hits, formatOf(input), text, context);
  if (hits.length === 0) {
    throw new CliError(
      EXIT.found,
      `nothing fits "${text}"; try fewer or other words, or the number: portolan explain 443`,
    );
  }
}

function limitOf(input: Input): number {
  const text = input.value('limit');
  if (text === null) return DEFAULT_LIMIT;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT) {
    throw new CliError(EXIT.usage, `--limit takes a whole number from 1 to ${MAX_LIMIT}, and got "${text}"`);
  }
  return limit;
}

function writeHits(hits: readonly Hit[], format: Format, query: string, context: Context): void {
  const { stdout } = context;
  switch (format) {
    case 'json': {
      const document: SearchDocument = { ...envelope('search', context), query, hits };
      stdout.line(JSON.stringify(document, null, 2));
      return;
    }
    case 'ndjson':
      for (const hit of hits) stdout.line(JSON.stringify(hit));
      return;
    case 'csv':
      stdout.line('port,transport,name,title,why');
      for (const hit of hits) stdout.line(csvLine([rangeOf(hit), hit.transport, hit.name, hit.title, hit.why]));
      return;
    case 'text':
      writeTable(hits, context);
  }
}

function writeTable(hits: readonly Hit[], { stdout, style, isTerminal, width }: Context): void {
  const [best] = hits;
  if (best === undefined) return;
  const columns: Column<Hit>[] = [
    { title: 'PORT', cell: keyOf },
    { title: 'NAME', cell: (hit) => printable(hit.name), shrinkTo: 16 },
    { title: 'WHAT', cell: (hit) => printable(hit.title), shrinkTo: 30, least: 16 },
    { title: 'BECAUSE', cell: (hit) => printable(hit.why), shrinkTo: 30, dropOrder: 1 },
  ];
  const room = isTerminal ? Math.min(width, MAX_WIDTH) : width;
  const decorate = (line: string, hit: Hit | null): string => (hit === null ? style.dim(line) : line);
  for (const line of alignedTable(columns, () => hits, room, decorate)) stdout.line(line);
  if (!isTerminal) return;
  stdout.line();
  stdout.line(style.dim(`portolan explain ${keyOf(best)}`));
}

function keyOf(hit: Hit): string {
  return formatPortKey({ from: hit.port, to: hit.lastPort, transport: hit.transport });
}

function rangeOf(hit: Hit): string {
  return hit.port === hit.lastPort ? String(hit.port) : `${hit.port}-${hit.lastPort}`;
}
