/**
 * Templates say which fields the records of a set have. NetFlow v9 (RFC 3954 5.2, 6.1), IPFIX (RFC 7011 3.4):
 *
 *   template           := ID u16, COUNT u16, field * COUNT
 *   options template v9 := ID u16, SCOPE-BYTES u16, OPTION-BYTES u16, field * ((SCOPE-BYTES + OPTION-BYTES) / 4)
 *   options template   := ID u16, COUNT u16, SCOPE-COUNT u16, field * COUNT
 *   field              := ELEMENT u16, LENGTH u16 {ENTERPRISE u32: in IPFIX, where the first bit of ELEMENT is set}
 *
 * LENGTH 65535 is variable: the field begins with its length, u8, or 255 and u16 (RFC 7011 7).
 */
import { readElement, slotOf, uint16, uint32 } from './information-elements.ts';

const VARIABLE = 65_535;
const ENTERPRISE_BIT = 0x8000;
/** No datagram has room for more elements than that in a record that makes sense. */
const MAX_FIELDS = 1024;
export const FIRST_DATA_SET = 256;

export class Template {
  readonly id: number;
  /** Its records tell of the exporter, not of traffic. */
  readonly isOptions: boolean;
  /** Elements in it. */
  readonly fields: number;
  /** Bytes a record has at least; no more than these where no field is of variable length. */
  readonly minBytes: number;
  /** As it came, from its ID on: what `readTemplates` made it of, and can make it of again. */
  readonly definition: Uint8Array;
  readonly #isFixed: boolean;
  /** Of the elements that are needed; of all where some are of variable length. */
  readonly #slots: Uint8Array;
  readonly #lengths: Uint16Array;
  /** Their places in a record of fixed length. */
  readonly #offsets: Uint32Array;

  constructor(
    id: number,
    isOptions: boolean,
    lengths: readonly number[],
    slots: readonly number[],
    definition: Uint8Array,
  ) {
    this.id = id;
    this.definition = definition;
    this.isOptions = isOptions;
    this.fields = lengths.length;
    this.#isFixed = !lengths.includes(VARIABLE);
    const seen = new Set<number>();
    const kept = { slots: [] as number[], lengths: [] as number[], offsets: [] as number[] };
    let bytes = 0;
    for (const [field, length] of lengths.entries()) {
      // Of elements that stand twice in a record (VLANs, say) the first one counts.
      const slot = seen.has(slots[field] ?? 0) ? 0 : (slots[field] ?? 0);
      seen.add(slot);
      if (slot !== 0 || !this.#isFixed) {
        kept.slots.push(slot);
        kept.lengths.push(length);
        kept.offsets.push(bytes);
      }
      bytes += length === VARIABLE ? 1 : length;
    }
    this.minBytes = bytes;
    this.#slots = Uint8Array.from(kept.slots);
    this.#lengths = Uint16Array.from(kept.lengths);
    this.#offsets = Uint32Array.from(kept.offsets);
  }

  /**
   * Puts the fields of the record at `at` into `values`, by slot; returns where it ends, -1 when that is behind `end`.
   * Slots the template does not have are left as they are.
   */
  read(bytes: Uint8Array, at: number, end: number, values: Float64Array): number {
    if (!this.#isFixed) return this.#readVariable(bytes, at, end, values);
    const stop = at + this.minBytes;
    if (stop > end) return -1;
    const slots = this.#slots;
    const lengths = this.#lengths;
    const offsets = this.#offsets;
    for (let field = 0; field < slots.length; field++) {
      const slot = slots[field] ?? 0;
      values[slot] = readElement(bytes, at + (offsets[field] ?? 0), lengths[field] ?? 0, slot);
    }
    return stop;
  }

  #readVariable(bytes: Uint8Array, at: number, end: number, values: Float64Array): number {
    let place = at;
    for (let field = 0; field < this.#lengths.length; field++) {
      let length = this.#lengths[field] ?? 0;
      if (length === VARIABLE) {
        if (place >= end) return -1;
        length = bytes[place++] ?? 0;
        if (length === 255) {
          if (place + 2 > end) return -1;
          length = uint16(bytes, place);
          place += 2;
        }
      }
      if (place + length > end) return -1;
      const slot = this.#slots[field] ?? 0;
      if (slot !== 0) values[slot] = readElement(bytes, place, length, slot);
      place += length;
    }
    return place;
  }
}

/** What takes the templates of a set. */
export interface TemplateSink {
  add(template: Template): void;
  /** IPFIX takes templates back; 2 and 3 stand for all, and all of options. */
  withdraw(id: number): void;
}

export interface TemplateSet {
  readonly version: 9 | 10;
  readonly isOptions: boolean;
}

/** Reads the templates of a set from `start` to `end`; false when they are not as they should be. */
export function readTemplates(
  bytes: Uint8Array,
  start: number,
  end: number,
  { version, isOptions }: TemplateSet,
  sink: TemplateSink,
): boolean {
  let at = start;
  // What is shorter than a template's header is padding, and so are zeros.
  while (at + 4 <= end) {
    const begin = at;
    const id = uint16(bytes, at);
    const first = uint16(bytes, at + 2);
    if (id === 0 && first === 0) return true;
    at += 4;
    if (version === 10 && first === 0) {
      sink.withdraw(id);
      continue;
    }
    if (id < FIRST_DATA_SET) return false;
    let [count, scopes] = [first, 0];
    if (isOptions) {
      if (at + 2 > end) return false;
      const second = uint16(bytes, at);
      at += 2;
      [count, scopes] = version === 9 ? [(first + second) >> 2, first >> 2] : [first, second];
    }
    const lengths: number[] = [];
    const slots: number[] = [];
    for (let field = 0; field < count; field++) {
      if (at + 4 > end) return false;
      let element = uint16(bytes, at);
      const length = uint16(bytes, at + 2);
      at += 4;
      let enterprise = 0;
      if (version === 10 && (element & ENTERPRISE_BIT) !== 0) {
        if (at + 4 > end) return false;
        element &= ~ENTERPRISE_BIT;
        enterprise = uint32(bytes, at);
        at += 4;
      }
      lengths.push(length);
      // Scopes of v9 have numbers of their own.
      slots.push(version === 9 && field < scopes ? 0 : slotOf(enterprise, element, length));
    }
    if (count > MAX_FIELDS) return false;
    // A copy: the bytes are written over later.
    const template = new Template(id, isOptions, lengths, slots, bytes.slice(begin, at));
    if (template.minBytes === 0) return false;
    sink.add(template);
  }
  return true;
}
