import type { Pattern, Sign } from '../../knowledge/pattern.ts';

/** A sign in words that hold in another process too: `sweep#1`. */
export function signName({ pattern, sign }: { readonly pattern: Pattern; readonly sign: Sign }): string {
  return `${pattern.id}#${pattern.signs.indexOf(sign) + 1}`;
}
