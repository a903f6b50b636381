import { type FingerprintMatch, type FingerprintSource, type TextKind, trimText } from '../fingerprints/fingerprint.ts';
import { XmlFault } from './flat-xml.ts';
import { matchRecog, productOf, readRecogSet, type RecogSet } from './recog-set.ts';
import { runWithin } from './run-within.ts';

/** Long for thousands of patterns on 2 KiB, short for a person. */
const MATCH_MS = 250;

interface Use {
  readonly service: string;
  readonly on: TextKind;
  readonly file: string;
  /** What recog's file is about, out of what we heard; null where it is not there. */
  readonly cut: (text: string) => string | null;
}

const whole = (text: string): string => text.trim();
const behind =
  (pattern: RegExp) =>
  (text: string): string | null =>
    pattern.exec(text)?.[1] ?? null;
/** The texts of all lines of a greeting with a number. */
const withoutNumbers = (text: string): string => text.replace(/^\d{3}[ -]?/gm, '');

/** Which of recog's files speaks of which text. */
const USES: readonly Use[] = [
  { service: 'ftp', on: 'greeting', file: 'ftp_banners.xml', cut: withoutNumbers },
  { service: 'smtp', on: 'greeting', file: 'smtp_banners.xml', cut: withoutNumbers },
  { service: 'nntp', on: 'greeting', file: 'nntp_banners.xml', cut: withoutNumbers },
  { service: 'ssh', on: 'greeting', file: 'ssh_banners.xml', cut: behind(/^SSH-\d\.\d+-(.*)/) },
  { service: 'pop3', on: 'greeting', file: 'pop_banners.xml', cut: behind(/^\+OK ?(.*)/) },
  { service: 'imap', on: 'greeting', file: 'imap_banners.xml', cut: behind(/^\* OK ?(.*)/) },
  { service: 'telnet', on: 'answer', file: 'telnet_banners.xml', cut: whole },
  { service: 'http', on: 'server', file: 'http_servers.xml', cut: whole },
  { service: 'http', on: 'answer', file: 'http_wwwauth.xml', cut: behind(/^WWW-Authenticate:[ \t]*([^\r\n]+)/im) },
  { service: 'http', on: 'body', file: 'html_title.xml', cut: behind(/<title>([^<]{1,200})<\/title>/i) },
  { service: 'rtsp', on: 'server', file: 'rtsp_servers.xml', cut: whole },
  { service: 'sip', on: 'server', file: 'sip_banners.xml', cut: whole },
  { service: 'sip', on: 'server', file: 'sip_user_agents.xml', cut: whole },
  { service: 'domain', on: 'version', file: 'dns_versionbind.xml', cut: whole },
  { service: 'mysql', on: 'version', file: 'mysql_banners.xml', cut: whole },
  { service: 'mysql', on: 'answer', file: 'mysql_error.xml', cut: whole },
  { service: 'ldap', on: 'answer', file: 'ldap_searchresult.xml', cut: (text) => text },
  { service: 'x11', on: 'version', file: 'x11_banners.xml', cut: behind(/^(.*) \d+$/) },
];

/**
 * Fingerprints of a checkout of rapid7/recog, read and converted file by file when a protocol needs them. Other people's
 * patterns are not held to a bound as our own are: text is cut at 2 KiB, and matching is ended after 250 ms.
 */
export class RecogFingerprints implements FingerprintSource {
  readonly #read: (file: string) => string | null;
  readonly #sets = new Map<string, RecogSet | null>();
  readonly #problems: string[] = [];

  /** `read` gives the text of one of recog's files, or null where it is not there. */
  constructor(read: (file: string) => string | null) {
    this.#read = read;
  }

  /** What could not be used so far, in sentences. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  match(service: string, on: TextKind, text: string): FingerprintMatch | null {
    for (const use of USES) {
      if (use.service !== service || use.on !== on) continue;
      const part = use.cut(trimText(text));
      const set = part === null ? null : this.#setOf(use.file);
      if (part === null || set === null) continue;
      let values: ReadonlyMap<string, string> | null = null;
      const isDone = runWithin(MATCH_MS, () => {
        values = matchRecog(set, asUnicode(part));
      });
      if (!isDone) this.#problems.push(`${use.file}: a text of ${part.length} bytes took longer than ${MATCH_MS} ms`);
      const match = values === null ? null : productOf(values);
      if (match !== null) return match;
    }
    return null;
  }

  #setOf(file: string): RecogSet | null {
    const known = this.#sets.get(file);
    if (known !== undefined) return known;
    const set = this.#load(file);
    this.#sets.set(file, set);
    return set;
  }

  #load(file: string): RecogSet | null {
    const source = this.#read(file);
    if (source === null) {
      this.#problems.push(`${file}: it is not there, or cannot be read`);
      return null;
    }
    try {
      const set = readRecogSet(source);
      // V8 compiles a pattern when it is first used, and again when it is used more: not on a stranger's time.
      for (const { pattern } of set.fingerprints) for (const text of ['', 'x']) pattern.test(text);
      if (set.left > 0) this.#problems.push(`${file}: ${set.left} patterns that JavaScript cannot take were left out`);
      return set;
    } catch (error) {
      if (!(error instanceof XmlFault)) throw error;
      this.#problems.push(`${file}: ${error.message}`);
      return null;
    }
  }
}

/** Recog's patterns are written in Unicode; what is no UTF-8 stays as it is, byte by byte. */
function asUnicode(latin1: string): string {
  if (!/[\x80-\xff]/.test(latin1)) return latin1;
  const text = Buffer.from(latin1, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? latin1 : text;
}
