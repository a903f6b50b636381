import type { ApiDesk } from '../api/desk.ts';
import type { Answer as StoreAnswer } from '../../store/ask.ts';
import type { TrafficReport } from '../../traffic/report/traffic-report.ts';

/**
 * What the tools answer from. There is nothing in it that changes anything, asks another host, or ends a process: an agent is never more than
 * a reader.
 */
export interface Desk extends ApiDesk {
  /** Reads a log or capture of this machine. Throws NoAnswer. */
  readonly readTraffic: (path: string) => Promise<TrafficReport>;
  /** Asks the store a named question; null where there is no store. Throws NoAnswer. */
  readonly askStore: ((question: string, words: ReadonlyMap<string, string>) => Promise<StoreAnswer>) | null;
}

/** A question that has no answer: the sentence says why, and what to ask instead. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** What a tool gives back: the data, and the same as text for clients that read only that. */
export interface ToolResult {
  [field: string]: unknown;
  readonly content: { readonly type: 'text'; readonly text: string }[];
  readonly structuredContent?: Record<string, unknown>;
  readonly isError?: boolean;
}

/** Every tool only reads, and only here. */
export const READ_ONLY = { readOnlyHint: true, idempotentHint: true, openWorldHint: false } as const;

export function dataResult(data: Record<string, unknown>): ToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(data) }], structuredContent: data };
}

/** A question that has no answer: the sentence says what to ask instead. */
export function failure(message: string): ToolResult {
  return { content: [{ type: 'text', text: message }], isError: true };
}

/** The data, or why there is none. */
export async function answered(data: () => Promise<Record<string, unknown>>): Promise<ToolResult> {
  try {
    return dataResult(await data());
  } catch (error) {
    if (error instanceof NoAnswer) return failure(error.message);
    throw error;
  }
}

/** The first of a list, and how many more there are. */
export function firstOf<T>(
  list: readonly T[],
  most: number,
): { readonly shown: readonly T[]; readonly omitted: number } {
  return { shown: list.slice(0, most), omitted: Math.max(list.length - most, 0) };
}
