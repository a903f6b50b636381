/** Absolute paths below %SystemRoot%; `C:\Windows` where the variable is missing or is no path of a drive. */
export function systemProgram(systemRoot: string | undefined, path: string): string {
  const root = systemRoot !== undefined && /^[A-Za-z]:\\/.test(systemRoot) ? systemRoot : String.raw`C:\Windows`;
  return `${root.replace(/\\+$/, '')}\\System32\\${path}`;
}
