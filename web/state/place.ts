import { signal } from '@preact/signals';

/** Where the page is. All that a view shows follows from it, so that an address can be sent to somebody else. */
export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}

function read(): Place {
  return { path: location.pathname, query: new URLSearchParams(location.search) };
}

export const place = signal<Place>(read());

/** Goes to an address of the page; `replace` leaves no step to go back to. */
export function go(href: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  const before = place.value.path;
  if (replace) history.replaceState(null, '', href);
  else history.pushState(null, '', href);
  place.value = read();
  if (before !== place.value.path) scrollTo(0, 0);
}

/** Changes some of what the address says; null takes it out. */
export function setQuery(
  changes: Readonly<Record<string, string | null>>,
  step: { readonly replace?: boolean } = {},
): void {
  go(hrefWith(changes), step);
}

/** The address of this view with some of what it says changed. */
export function hrefWith(changes: Readonly<Record<string, string | null>>): string {
  return withQuery(place.value.path, place.value.query, changes);
}

/** A path with a query, changed; in the order in which things were said first. */
export function withQuery(
  path: string,
  query: URLSearchParams,
  changes: Readonly<Record<string, string | null>>,
): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString().replaceAll('%2C', ',').replaceAll('%2F', '/').replaceAll('%3A', ':');
  return text === '' ? path : `${path}?${text}`;
}

/** The address of another view, to which the ports that everything is narrowed to go along. */
export function elsewhere(path: string, query: Readonly<Record<string, string>> = {}): string {
  const ports = place.value.query.get('ports');
  return withQuery(path, new URLSearchParams(), { ports, ...query });
}

/** Links within the page change the place instead of loading it again. */
export function listenToLinks(): void {
  addEventListener('popstate', () => {
    place.value = read();
  });
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null || link.target !== '' || link.origin !== location.origin) return;
    if (
      link.pathname.startsWith('/api/') ||
      link.pathname.startsWith('/docs/') ||
      link.hash !== '' ||
      link.hasAttribute('download')
    )
      return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}
