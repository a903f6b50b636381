import type { TokenKind } from '../../../server/tokens/token.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { TokenRow, TokensDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import { printable } from '../../printable.ts';
import { alignedTable, type Column } from '../../table.ts';
import type { TokenVerb } from './command.ts';

interface Changed {
  readonly kind: TokenKind;
  readonly verb: TokenVerb;
  readonly file: string;
  readonly rows: readonly TokenRow[];
}

/** People get nothing but the token on stdout, for `portolan sensors add edge-1 > token`; the rest is said on stderr. */
export function writeTokens({ kind, verb, file, rows }: Changed, input: Input, context: Context): void {
  const { stdout, stderr } = context;
  if (input.has('json')) {
    const document: TokensDocument = { ...envelope('tokens', context), of: `${kind}s`, file, tokens: rows };
    stdout.line(JSON.stringify(document, null, 2));
    return;
  }
  if (verb === 'list') {
    writeTable(kind, rows, context);
    if (rows.length === 0) {
      stderr.line(`portolan: there are no ${kind}s yet in ${printable(file)}; portolan ${kind}s add NAME adds one`);
    }
    return;
  }
  for (const { number, name, token } of rows) {
    if (token !== null) stdout.line(token);
    const who = `${kind} ${name}${number === null ? '' : ` (number ${number})`}`;
    stderr.line(
      token === null ? `portolan: ${who} is removed` : `portolan: this is the token of ${who}; it is not shown again`,
    );
  }
}

function writeTable(kind: TokenKind, rows: readonly TokenRow[], { stdout, style, width }: Context): void {
  if (rows.length === 0) return;
  const number: Column<TokenRow> = { title: 'NUMBER', align: 'right', cell: (row) => String(row.number ?? '') };
  const columns: Column<TokenRow>[] = [
    ...(kind === 'sensor' ? [number] : []),
    { title: 'NAME', cell: ({ name }) => printable(name), shrinkTo: 16 },
    { title: 'SINCE', cell: ({ since }) => since.slice(0, 'YYYY-MM-DD'.length), dropOrder: 1 },
  ];
  const decorate = (line: string, row: TokenRow | null): string => (row === null ? style.dim(line) : line);
  for (const line of alignedTable(columns, () => rows, width, decorate)) stdout.line(line);
}
