import { answerQuery } from '../../knowledge/answer.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Overlay } from '../../knowledge/overlay.ts';
import { parseQuery } from '../../knowledge/query.ts';
import type { SocketRow } from '../../sockets/socket-row.ts';
import { formatAnswers } from '../commands/explain/answer-text.ts';
import { lookAt } from '../commands/sockets/columns.ts';
import type { Context } from '../context.ts';
import { printable } from '../printable.ts';
import { createStyle } from '../style.ts';
import { wrap } from '../wrap.ts';

const HELP = `+ opened, - closed, ~ changed: marked for some seconds
up, down, j, k, PgUp, PgDn, g, G: move
/ filter: words that all must match. 443 is a port or a pid, :443 a port, node a part of what is shown
s: sort by port, process, state, newest first
space: freeze and go on
l: only sockets that wait for others
e or Enter: what the port is; with PgUp and PgDn through a long text
K: the command that ends what holds the port; nothing is ended from here
Esc: close this, then clear the filter
q: quit
What opens and closes between two looks is not seen.`;

export function helpLines(width: number): string[] {
  return HELP.split('\n').flatMap((line) => wrap(line, width));
}

/** The port that a row is about: a client's is at the far end. */
function subjectPort(row: SocketRow): number {
  return row.direction === 'out' && row.remote.port !== 0 ? row.remote.port : row.local.port;
}

/** What there is to look at, and what `portolan explain` says of the row's port. */
export function explainLines(
  row: SocketRow,
  sources: { readonly knowledge: Knowledge; readonly overlay: Overlay },
  width: number,
  context: Context,
): string[] {
  const { knowledge, overlay } = sources;
  const answers = answerQuery(
    knowledge,
    parseQuery(knowledge, `${subjectPort(row)}/${row.transport}`, overlay),
    overlay,
  );
  // Without colour, so that a line can be cut wherever the screen ends.
  const plain: Context = { ...context, width, isTerminal: true, style: createStyle(false) };
  const findings = row.findings.flatMap((finding) => wrap(lookAt([finding]), width));
  return [...findings, ...formatAnswers(answers, { holders: null, stored: null, sources: false }, plain)];
}

/** The command that ends what holds the row's port. It is not run from here: it shows its own plan, and asks. */
export function killLines(row: SocketRow, width: number): string[] {
  const { port } = row.local;
  const key = `${port}/${row.transport}`;
  const holders = row.processes.map(({ pid, name }) => `${pid}/${printable(name)}`).join(', ');
  const lines =
    row.direction === 'out'
      ? [
          `${key} is this end of a connection that went out: nothing waits for others on it, so there is nothing to end.`,
        ]
      : [
          row.direction === 'in'
            ? `${key} is a connection that came in. To end what listens there:`
            : `To end what holds ${key}:`,
          '',
          // The command takes TCP where a bare number leaves it the choice.
          `  portolan kill ${row.transport === 'tcp' ? port : key}`,
          '',
          'It shows its plan first. Nothing was ended from here.',
        ];
  if (holders !== '') lines.push(`Holds this socket: ${holders}`);
  return lines.flatMap((line) => (line.startsWith(' ') ? [line] : wrap(line, width)));
}
