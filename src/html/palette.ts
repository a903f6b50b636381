/** Colours by what they mean, for paper and light screens and for dark ones. A test holds their contrasts to WCAG's AA. */
export interface Palette {
  readonly page: string;
  readonly panel: string;
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly link: string;
  /** Bars of time lines. */
  readonly bar: string;
  /** Text on the colour of a severity. */
  readonly badge: string;
  readonly info: string;
  readonly low: string;
  readonly medium: string;
  readonly high: string;
  readonly critical: string;
  /** Parts of all events; each has a pattern of its own as well. */
  readonly harmless: string;
  readonly explained: string;
  readonly strays: string;
  readonly ordinary: string;
  readonly unexplained: string;
}

export const LIGHT: Palette = {
  page: '#ffffff',
  panel: '#f4f6f8',
  text: '#1b2026',
  quiet: '#56606b',
  line: '#c9d1d9',
  link: '#0b57b0',
  bar: '#3f6fa8',
  badge: '#ffffff',
  info: '#56606b',
  low: '#2a639f',
  medium: '#8a5600',
  high: '#b3301f',
  critical: '#7d1128',
  harmless: '#5c8a5c',
  explained: '#3f6fa8',
  strays: '#8c7a4f',
  ordinary: '#6b7c8c',
  unexplained: '#b3301f',
};

export const DARK: Palette = {
  page: '#15191d',
  panel: '#1e2429',
  text: '#e4e8ec',
  quiet: '#a6b0ba',
  line: '#3b444d',
  link: '#8fbdf5',
  bar: '#7ba9dd',
  badge: '#15191d',
  info: '#a6b0ba',
  low: '#8fbdf5',
  medium: '#f0b45a',
  high: '#ff9384',
  critical: '#ff8fb0',
  harmless: '#86b886',
  explained: '#7ba9dd',
  strays: '#c4b078',
  ordinary: '#9fb0c0',
  unexplained: '#ff9384',
};

export function variablesOf(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');
}
