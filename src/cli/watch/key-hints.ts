import type { ScreenState } from './model.ts';

const GUTTER = '  ';

/** What the keys do as things stand: as many of them as fit, the most wanted first. */
export function keyHints(state: ScreenState, width: number): string {
  let line = '';
  for (const hint of hintsOf(state)) {
    const longer = line === '' ? hint : line + GUTTER + hint;
    if (longer.length > width) break;
    line = longer;
  }
  return line;
}

function hintsOf({ typing, pane, filter, frozen, listeningOnly }: ScreenState): string[] {
  // While a filter is typed every letter is a part of it, q too.
  if (typing !== null) return ['Enter keep', 'Esc go back', 'Ctrl-U empty', 'Ctrl-C quit'];
  return [
    'q quit',
    ...(pane === null ? ['? help'] : ['Esc close', 'PgUp PgDn turn pages']),
    ...(filter !== '' && pane === null ? ['Esc show all'] : ['/ filter']),
    's sort',
    `space ${frozen ? 'go on' : 'freeze'}`,
    'e explain',
    `l ${listeningOnly ? 'all' : 'listening'}`,
    'K how to end it',
  ];
}
