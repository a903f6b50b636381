import { ADDRESS_CLASS } from '../address-classes.ts';
import type { CompiledAlgorithm } from '../patterns/compiled-sign.ts';

export interface ScanSigns {
  /** Says what single knocks are; null where no pattern does. */
  readonly stray: CompiledAlgorithm | null;
  /** From others to us, and from us to others: the two are counted apart. */
  readonly inward: readonly CompiledAlgorithm[];
  readonly outward: readonly CompiledAlgorithm[];
}

/** The signs of scans by what they look at. */
export function scanSigns(signs: readonly CompiledAlgorithm[]): ScanSigns {
  const stray = signs.find((sign) => sign.number('strays') !== null) ?? null;
  const isOutward = ({ matcher }: CompiledAlgorithm): boolean => matcher.source === ADDRESS_CLASS.own;
  return {
    stray,
    inward: signs.filter((sign) => sign !== stray && !isOutward(sign)),
    outward: signs.filter(isOutward),
  };
}
