import type { Envelope } from '../../findings/envelope.ts';
import type { AuditReport } from '../../audit/report/audit-report.ts';
import type { PortResult } from '../../audit/result.ts';

/** What `portolan audit --json` answers. */
export type AuditDocument = Envelope<'audit'> & AuditReport;

/**
 * Runs `portolan audit` with these words; the document, or an AuditFailed that says why there is none. When the signal is given it ends, with
 * what was found by then. `onProgress` hears how far it is, in words.
 */
export type RunAudit = (
  words: readonly string[],
  signal: AbortSignal,
  onProgress: (words: string) => void,
) => Promise<AuditDocument>;

/** The audit did not come to an end; the message is for people. */
export class AuditFailed extends Error {
  override readonly name = 'AuditFailed';
}

export interface AuditState {
  readonly running: boolean;
  /** How far it is, in words; null before it says, and where none runs. */
  readonly progress: string | null;
  /** Why the last one came to nothing; null where it did not. */
  readonly failure: string | null;
}

/** One check of one port. */
export interface CheckOrder {
  readonly host: string;
  readonly port: number;
  readonly check: string;
}

const CHECK = /^[a-z][a-z0-9-]{0,40}\.[a-z][a-z0-9-]{0,60}$/;

/**
 * Audits that the page asks for, one at a time. What is audited is not the page's choice: this machine, or what the policy says that serve was
 * started with; and one check again only on a host and port that the last audit has.
 */
export class AuditRuns {
  readonly #run: RunAudit;
  readonly #policy: string | null;
  #latest: AuditDocument | null = null;
  #running: AbortController | null = null;
  /** How far it is, in words; null before it says. */
  #progress: string | null = null;
  /** Why the last one came to nothing; null where it did not. */
  #failure: string | null = null;

  /** `policy`: the path of the file, which the user gave. */
  constructor(run: RunAudit, policy: string | null) {
    this.#run = run;
    this.#policy = policy;
  }

  get latest(): AuditDocument | null {
    return this.#latest;
  }

  get state(): AuditState {
    return { running: this.#running !== null, progress: this.#progress, failure: this.#failure };
  }

  /** False where one is running already. */
  begin(): boolean {
    if (this.#running !== null) return false;
    const words = this.#policy === null ? [] : ['--policy', this.#policy];
    void this.#all(words);
    return true;
  }

  /** The result of one check made again. Null for what the last audit does not have, or while an audit runs. Throws AuditFailed. */
  async again({ host, port, check }: CheckOrder): Promise<object | null> {
    const known = portsOf(this.#latest, host).find((one) => one.port === port);
    if (known === undefined || !CHECK.test(check) || this.#running !== null) return null;
    const words = [known.address, '--ports', String(port), '--only', check];
    const document = await this.#while((signal, onProgress) => this.#run(words, signal, onProgress));
    const checks = document.hosts.flatMap(({ ports }) => ports).flatMap((one) => one.checks);
    const result = checks.find((one) => one.check === check);
    return result === undefined ? null : { host, port, result };
  }

  /** Ends the one that runs, where one does; what it found by then is the last audit. */
  cancel(): void {
    this.#running?.abort();
  }

  async #all(words: readonly string[]): Promise<void> {
    try {
      this.#latest = await this.#while((signal, onProgress) => this.#run(words, signal, onProgress));
      this.#failure = null;
    } catch (error) {
      this.#failure = error instanceof AuditFailed ? error.message : String(error);
    }
  }

  async #while(
    run: (signal: AbortSignal, onProgress: (words: string) => void) => Promise<AuditDocument>,
  ): Promise<AuditDocument> {
    const controller = new AbortController();
    this.#running = controller;
    try {
      return await run(controller.signal, (words) => (this.#progress = words));
    } finally {
      this.#running = null;
      this.#progress = null;
    }
  }
}

/** Ports of a host by its name or one of its addresses. */
function portsOf(document: AuditDocument | null, host: string): readonly PortResult[] {
  const hosts = document?.hosts ?? [];
  return (
    hosts.find(({ name, addresses }) => name === host || addresses.some(({ address }) => address === host))?.ports ?? []
  );
}
