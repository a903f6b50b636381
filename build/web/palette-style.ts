import type { Plugin } from 'vite';
import { DARK, LIGHT, variablesOf } from '../../src/html/palette.ts';

const NAME = 'virtual:palette.css';

/** The colours of reports as a style sheet of the page: both come from the one palette. */
export function paletteStyle(): Plugin {
  return {
    name: 'palette',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load: (id) =>
      id === `\0${NAME}`
        ? `:root{color-scheme:light dark;${variablesOf(LIGHT)}}@media (prefers-color-scheme:dark){:root{${variablesOf(DARK)}}}`
        : null,
  };
}
