import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Overlay } from '../../knowledge/overlay.ts';

/** What the tools answer from. */
export interface Desk {
  readonly knowledge: Knowledge;
  /** The user's notes, as they stand now: they may be edited while an agent works. */
  readonly overlay: () => Promise<Overlay>;
}

/** What a tool gives back: the data, and the same as text for clients that read only that. */
export interface ToolResult {
  [field: string]: unknown;
  readonly content: { readonly type: 'text'; readonly text: string }[];
  readonly structuredContent?: Record<string, unknown>;
  readonly isError?: boolean;
}

export function dataResult(data: Record<string, unknown>): ToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(data) }], structuredContent: data };
}

/** A question that has no answer: the sentence says what to ask instead. */
export function failure(message: string): ToolResult {
  return { content: [{ type: 'text', text: message }], isError: true };
}
