/** The name under which notes are looked for, from the folder upward. */
export const FILE_NAME = 'portolan.yaml';

/** The places of the user's own and of the system's notes (XDG Base Directory Specification). */
export function fixedPlaces(environment: Readonly<Record<string, string | undefined>>): string[] {
  const home = environment['HOME'];
  const configured = environment['XDG_CONFIG_HOME'];
  // The specification calls a relative path invalid, to be ignored.
  const base = configured?.startsWith('/') === true ? configured : home === undefined ? undefined : `${home}/.config`;
  return [...(base === undefined ? [] : [`${base}/portolan/${FILE_NAME}`]), `/etc/portolan/${FILE_NAME}`];
}
