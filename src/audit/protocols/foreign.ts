/** First words of protocols: what answers where another one was expected. */
const FIRST_WORDS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['a web server', /^HTTP\/\d|^\s{0,9}<(?:!doctype|html|head|\?xml)/i],
  ['an SSH server', /^SSH-\d/],
  ['a POP3 server', /^\+OK\b|^-ERR\b/],
  ['an IMAP server', /^\* (?:OK|PREAUTH|BYE)\b/],
  ['a VNC server', /^RFB \d{3}\./],
  ['a mail server', /^[245]\d\d[ -].*\bE?SMTP\b/i],
  ['an FTP server', /^[245]\d\d[ -].*\bFTP\b/i],
  ['an FTP or mail server', /^[1-5]\d\d(?:[ -]|$)/],
  ['a server that speaks TLS', /^[\x14-\x16]\x03[\x00-\x04]/],
  ['a MySQL server', /^.\x00\x00\x00\x0a\d/s],
  ['a telnet server', /^\xff[\xfb-\xfe]/],
];

/** What the first line of an answer belongs to, as `a web server`; null where it is none known. */
export function foreignService(firstLine: string): string | null {
  return FIRST_WORDS.find(([, pattern]) => pattern.test(firstLine))?.[0] ?? null;
}
