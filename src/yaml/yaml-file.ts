import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Document,
  type Pair,
  type Scalar,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import { positionsIn, type Position } from './position.ts';

export interface YamlFault extends Position {
  readonly message: string;
}

/** A way into a value: `['uses', 0, 'name']`. */
export type Path = readonly PropertyKey[];

/** Deeper nesting than anybody writes, and far less than would exhaust the stack. */
const MAX_DEPTH = 24;
const TOO_DEEP = `nested deeper than ${MAX_DEPTH} levels`;

/**
 * A YAML text that somebody wrote by hand, and that still knows where each part of its value stands. Hostile texts are
 * normal: no aliases (a few lines of them unfold to gigabytes), no tags, no duplicate keys, nothing nested beyond reason.
 */
export class YamlFile {
  /** What keeps it from having a value, in the order of the text. */
  readonly faults: readonly YamlFault[];
  readonly #document: Document.Parsed | null;
  readonly #position: (offset: number) => Position;
  /** Pairs by key: a file of a thousand faults is not searched a thousand times. */
  readonly #pairs = new Map<YAMLMap, ReadonlyMap<string, Pair>>();

  constructor(text: string) {
    this.#position = positionsIn(text);
    const tooDeep = offsetOfTooDeep(text);
    if (tooDeep !== null) {
      this.#document = null;
      this.faults = [{ ...this.#position(tooDeep), message: TOO_DEEP }];
      return;
    }
    // The parser compares every key with every other; keys are compared below, at once for the whole map.
    this.#document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, stringKeys: true });
    this.faults = this.#collectFaults(this.#document);
  }

  /** Only without faults. */
  value(): unknown {
    return this.#document?.toJS();
  }

  has(path: Path): boolean {
    return this.#nodeAt(path) !== undefined;
  }

  /** Where the part stands, or its nearest parent that exists. */
  at(path: Path): Position {
    for (let length = path.length; length >= 0; length--) {
      const offset = startOf(this.#nodeAt(path.slice(0, length)));
      if (offset !== null) return this.#position(offset);
    }
    return this.#position(0);
  }

  /** Where the key at the end of a path stands, or else the map it should stand in. */
  atKey(path: Path): Position {
    const parent = path.slice(0, -1);
    const map = this.#nodeAt(parent);
    const pair = isMap(map) ? this.#pair(map, path.at(-1) ?? '') : undefined;
    const offset = startOf(pair?.key);
    return offset === null ? this.at(parent) : this.#position(offset);
  }

  #collectFaults(document: Document.Parsed): YamlFault[] {
    const faults: YamlFault[] = [];
    const add = (offset: number, message: string): void => {
      faults.push({ ...this.#position(offset), message });
    };
    for (const error of [...document.errors, ...document.warnings]) add(error.pos[0], plainMessage(error));
    visit(document, {
      Alias(_, alias) {
        const message = `"*${alias.source}" is an alias, which is not read here; a text that begins with * needs quotes`;
        add(alias.range?.[0] ?? 0, message);
      },
      Map(_, map) {
        const known = new Set<string>(['__proto__']); // which is no key of an object
        for (const { key } of map.items) {
          if (!isScalar(key)) continue; // the parser has complained
          const name = nameOf(key);
          if (known.has(name)) add(startOf(key) ?? 0, name === '__proto__' ? 'no key' : `"${name}" is given twice`);
          known.add(name);
        }
      },
      Node(_, node, ancestors) {
        if (ancestors.length <= 2 * MAX_DEPTH) return undefined;
        add(node.range?.[0] ?? 0, TOO_DEEP);
        return visit.BREAK;
      },
    });
    return faults.sort((a, b) => a.line - b.line || a.column - b.column);
  }

  #nodeAt(path: Path): unknown {
    let node: unknown = this.#document?.contents ?? undefined;
    for (const step of path) {
      if (isMap(node)) node = this.#pair(node, step)?.value;
      else node = isSeq(node) ? node.items[Number(step)] : undefined;
    }
    return node;
  }

  #pair(map: YAMLMap, key: PropertyKey): Pair | undefined {
    let pairs = this.#pairs.get(map);
    if (pairs === undefined) {
      pairs = new Map(map.items.flatMap((pair) => (isScalar(pair.key) ? [[nameOf(pair.key), pair]] : [])));
      this.#pairs.set(map, pairs);
    }
    return pairs.get(String(key));
  }
}

/** What the parser says, where its words are for programmers. */
function plainMessage({ code, message }: YAMLError): string {
  switch (code) {
    case 'RESOURCE_EXHAUSTION': // a pile of dashes exhausts its stack
      return TOO_DEEP;
    case 'MULTIPLE_DOCS':
      return 'a second document begins here, and only one is read';
    case 'NON_STRING_KEY':
      return 'a key must be a plain text';
    default:
      return message;
  }
}

/** The parser calls itself at every bracket, so a bomb of brackets is found before it is lit. */
function offsetOfTooDeep(text: string): number | null {
  let depth = 0;
  for (let offset = 0; offset < text.length; offset++) {
    const char = text.charCodeAt(offset);
    if (char === 0x5b || char === 0x7b) depth++;
    else if (char === 0x5d || char === 0x7d) depth = Math.max(0, depth - 1);
    if (depth > MAX_DEPTH * 4) return offset;
  }
  return null;
}

/** A key as the object has it. */
function nameOf(key: Scalar): string {
  return typeof key.value === 'string' ? key.value : '';
}

function startOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
