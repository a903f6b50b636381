import type { AnswerColumn } from '../../../store/ask.ts';
import type { ResultRow, ResultValue } from '../../../store/result-column.ts';
import { printable } from '../../printable.ts';
import type { Column } from '../../table.ts';

/** The table of an answer: a port and its transport are one cell, `22/tcp`. */
export function tableColumns(columns: readonly AnswerColumn[]): Column<ResultRow>[] {
  const hasPort = columns.some(({ name }) => name === 'port');
  return columns
    .filter(({ name }) => !(hasPort && name === 'transport'))
    .map((column) => ({
      title: titleOf(column),
      align: isNumber(column) ? 'right' : 'left',
      ...(column.kind === 'text' && { shrinkTo: 24, least: 12 }),
      cell: (row) => (column.name === 'port' && hasPort ? portCell(row) : cellOf(column, row[column.name] ?? null)),
    }));
}

/** `2026-11-22 19:04:05`, UTC. */
export function timeCell(iso: string): string {
  return iso.replace('T', ' ').replace(/(\.\d+)?Z$/, '');
}

/** `LAST LISTENERS` of lastListeners. */
function titleOf({ name }: AnswerColumn): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter}`).toUpperCase();
}

function isNumber({ name, kind }: AnswerColumn): boolean {
  return kind === 'count' || kind === 'bytes' || (kind === 'port' && name !== 'port');
}

function portCell({ port = null, transport = null }: ResultRow): string {
  const name = printable(typeof transport === 'string' ? transport : '?');
  return port === null ? name : `${plainCell(port)}/${name}`;
}

function cellOf({ kind }: AnswerColumn, value: ResultValue): string {
  if (value === null) return '-';
  if (kind === 'time') return printable(timeCell(plainCell(value)));
  if (kind === 'count' || kind === 'bytes') return grouped(plainCell(value));
  return printable(plainCell(value));
}

function plainCell(value: ResultValue): string {
  if (typeof value === 'object') return value === null ? '-' : [value.number, value.name ?? ''].join(' ').trim();
  return String(value);
}

/** Digits in threes, of numbers that JavaScript cannot count too. */
function grouped(digits: string): string {
  return /^\d{1,40}$/.test(digits) ? digits.replaceAll(/\B(?=(\d{3})+$)/g, ',') : printable(digits);
}
