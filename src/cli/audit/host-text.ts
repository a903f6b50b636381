import type { HostResult, PortResult } from '../../audit/result.ts';
import { VANTAGE_WORDS } from '../../audit/vantage/vantage.ts';
import { printable } from '../printable.ts';
import type { Style } from '../style.ts';
import { alignedTable, type Column } from '../table.ts';
import { checksText } from './checks-text.ts';
import { paragraph, plural } from './lines.ts';

/** A port with all its addresses where the same is so. */
interface Row extends PortResult {
  readonly addresses: readonly string[];
}

const COLUMNS: readonly Column<Row>[] = [
  { title: 'PORT', cell: ({ port, transport }) => `  ${port}/${transport}` },
  { title: 'SERVICE', shrinkTo: 10, cell: serviceCell },
  { title: 'PRODUCT', shrinkTo: 12, dropOrder: 3, cell: productCell },
  { title: 'AT', shrinkTo: 15, dropOrder: 2, cell: ({ addresses }) => printable(addresses.join(' ')) },
  { title: 'HELD BY', shrinkTo: 10, dropOrder: 1, cell: ({ listener }) => printable(listener?.process ?? '') },
  { title: 'AGREED', cell: ({ expectation }) => expectation ?? '' },
];

/** A host, its ports that deserve a line, and a count of the others. `all`: a line for each. */
export function hostText(host: HostResult, all: boolean, width: number, style: Style): string[] {
  const answering = host.ports.filter(({ state }) => state === 'open');
  const isFolded = ({ expectation }: PortResult): boolean =>
    !all && (expectation === 'expected' || expectation === 'waived');
  const shown = host.ports.filter(
    (port) => (port.state === 'open' || port.expectation === 'missing') && !isFolded(port),
  );
  const table = shown.length === 0 ? [] : [...alignedTable(COLUMNS, () => rowsOf(shown), width)].slice(1);
  return [
    ...paragraph('', 0, `${host.name}, ${whereText(host)}`, width, { paint: style.strong }),
    ...table,
    ...foldedText(answering, all).map((text) => style.dim(`  ${text}`)),
    ...checksText(host, all, width, style),
  ];
}

function rowsOf(ports: readonly PortResult[]): Row[] {
  const rows = new Map<string, Row & { addresses: string[] }>();
  for (const port of ports) {
    const key = [port.port, port.transport, serviceCell(port), productCell(port), port.expectation].join(' ');
    const known = rows.get(key);
    if (known === undefined) rows.set(key, { ...port, addresses: [port.address] });
    else known.addresses.push(port.address);
  }
  return [...rows.values()];
}

function whereText({ name, addresses, ports }: HostResult): string {
  if (addresses.length === 0 && ports.length > 0) return 'asked by broadcast';
  const vantages = [...new Set(addresses.map(({ vantage }) => VANTAGE_WORDS[vantage]))];
  const others = addresses.map(({ address }) => address).filter((address) => address !== name);
  const asked = vantages.length === 0 ? 'not asked' : `asked ${vantages.join(' and ')}`;
  return `${others.length === 0 ? '' : `${others.join(', ')}, `}${asked}`;
}

function foldedText(answering: readonly PortResult[], all: boolean): string[] {
  if (answering.length === 0) return ['nothing answers'];
  if (all) return [];
  const count = (wanted: string): number => answering.filter(({ expectation }) => expectation === wanted).length;
  const parts = [
    count('expected') === 0 ? [] : `${plural(count('expected'), 'port')} as expected`,
    count('waived') === 0 ? [] : `${count('waived').toLocaleString('en-US')} waived`,
  ].flat();
  return parts.length === 0 ? [] : [parts.join(', ')];
}

function serviceCell({ service, name }: PortResult): string {
  if (service === null) return name === null ? '-' : `${printable(name)}?`;
  return printable(service.isTls && !service.name.endsWith('s') ? `${service.name} in TLS` : service.name);
}

function productCell({ service }: PortResult): string {
  return printable([service?.product, service?.version].filter((part) => part != null).join(' '));
}
