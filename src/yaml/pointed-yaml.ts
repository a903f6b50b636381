/**
 * Reads YAML that somebody wrote by hand, and says where it is wrong. Hostile files are normal: no aliases (a few lines
 * of them unfold to gigabytes), no tags, no duplicate keys, nothing nested beyond reason.
 */
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type * as z from 'zod';

/** Where something stands in a file, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface YamlFault extends Position {
  readonly message: string;
}

/** What a file says, and where; or what is wrong with it. */
export type YamlResult<T> =
  | { readonly value: T; readonly at: (path: readonly PropertyKey[]) => Position }
  | { readonly faults: readonly YamlFault[] };

/** Deeper nesting than anybody writes, and far less than would exhaust the stack. */
const MAX_DEPTH = 24;

export function readYaml<T>(text: string, schema: z.ZodType<T>): YamlResult<T> {
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const tooDeep = offsetOfTooDeep(text);
  if (tooDeep !== null) {
    const before = text.slice(0, tooDeep).split('\n');
    return { faults: [{ line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message: TOO_DEEP }] };
  }
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const faults = [...document.errors, ...document.warnings].map((error) => ({
    ...at(error.pos[0]),
    // What the parser says when a pile of dashes exhausts its stack.
    message: error.message.startsWith('Maximum call stack') ? TOO_DEEP : error.message,
  }));
  visit(document, {
    Alias(_, alias) {
      const message = `"*${alias.source}" is an alias, which is not read here; a text that begins with * needs quotes`;
      faults.push({ ...at(alias.range?.[0] ?? 0), message });
    },
    Node(_, node, ancestors) {
      if (ancestors.length > 2 * MAX_DEPTH) {
        faults.push({ ...at(node.range?.[0] ?? 0), message: TOO_DEEP });
        return visit.BREAK;
      }
      return undefined;
    },
  });
  if (faults.length > 0) return { faults: inOrder(faults) };
  const result = schema.safeParse(document.toJS());
  if (result.success) return { value: result.data, at: (path) => at(offsetOf(document, path)) };
  return {
    faults: result.error.issues.map((issue) => {
      const where = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
      const unknownKey = issue.code === 'unrecognized_keys' ? offsetOfKey(document, issue.path, issue.keys[0]) : null;
      const badKey =
        issue.code === 'invalid_key' ? offsetOfKey(document, issue.path.slice(0, -1), lastOf(issue.path)) : null;
      return { ...at(unknownKey ?? badKey ?? offsetOf(document, issue.path)), message: `${where}${messageOf(issue)}` };
    }),
  };
}

/** A bad key of a map says why one level down. */
function messageOf(issue: z.core.$ZodIssue): string {
  return (issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined) ?? issue.message;
}

function inOrder(faults: readonly YamlFault[]): YamlFault[] {
  return faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

const TOO_DEEP = `nested deeper than ${MAX_DEPTH} levels`;

/** The parser calls itself at every bracket, so a bomb of brackets is found before it is lit. */
function offsetOfTooDeep(text: string): number | null {
  let depth = 0;
  let deepest = 0;
  for (let offset = 0; offset < text.length; offset++) {
    const char = text.charCodeAt(offset);
    if (char === 0x5b || char === 0x7b) depth++;
    else if (char === 0x5d || char === 0x7d) depth = Math.max(0, depth - 1);
    if (depth > deepest) deepest = depth;
    if (depth > MAX_DEPTH * 4) return offset;
  }
  return null;
}

/** Where in the file the fault lies: the node of the path, or of the nearest parent that exists. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const offset = startOf(document.getIn(path.slice(0, length), true));
    if (offset !== null) return offset;
  }
  return 0;
}

/** Where the key of a map stands. */
function offsetOfKey(document: Document.Parsed, path: readonly PropertyKey[], key: string | undefined): number | null {
  const map: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  if (!isMap(map)) return null;
  return startOf(map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key)?.key);
}

function lastOf(path: readonly PropertyKey[]): string | undefined {
  const last = path.at(-1);
  return last === undefined ? undefined : String(last);
}

function startOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
