import { ownMarkup } from './markup.ts';
import { STYLE_HASH } from './style.ts';

/** Content security policy of every page: nothing is fetched, run, sent or embedded but the style of the page itself. */
export const PAGE_POLICY = ownMarkup(
  `default-src 'none'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'`,
);
