import { Meter, BudgetExceeded, type Budget } from '../conversation/budget.ts';
import { ConnectFailure } from '../conversation/conversation.ts';
import { printableBytes, Transcript, type TranscriptLine } from '../conversation/transcript.ts';
import type { Endpoint } from '../endpoint.ts';
import { ScopeRefusal } from '../network/guard.ts';
import type { Network } from '../network/network.ts';
import type { IdentifiedService } from '../service.ts';
import { messageOf } from '../unexpected.ts';
import { askByDatagram } from './ask-by-datagram.ts';
import type { FingerprintSource } from './fingerprints/fingerprint.ts';
import { cautionOf } from './reserved-ports.ts';
import { nameService } from './name-service.ts';
import { PortInterview } from './port-interview.ts';

/** The most that finding out about one port may cost it. */
export const IDENTIFY_BUDGET: Budget = { maxMs: 14_000, maxRounds: 6, maxBytesIn: 65_536, maxBytesOut: 4096 };
/** Lines received that are kept: the first ones tell. */
const LINES_KEPT = 12;

export interface IdentifyTask {
  readonly endpoint: Endpoint;
  readonly transport: 'tcp' | 'udp';
}

export interface IdentifySettings {
  /** Our own, then what was imported: the first that knows a text has it. */
  readonly fingerprints: readonly FingerprintSource[];
  /** Asks industrial ports too, which are otherwise only listened to. */
  readonly mayAskIndustrial?: boolean;
}

/** What was found out about one port. */
export interface Identification {
  readonly service: IdentifiedService | null;
  /** Why nothing is known, in a sentence; null where something is. */
  readonly why: string | null;
  readonly transcript: readonly TranscriptLine[];
  readonly rounds: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly milliseconds: number;
}

/**
 * Finds out what answers on a port by speaking to it: it waits for a greeting, asks at most four questions, and stops at the
 * first certain answer. Never throws for anything that a server does; costs at most `IDENTIFY_BUDGET`.
 */
export async function identifyService(
  task: IdentifyTask,
  network: Network,
  settings: IdentifySettings,
): Promise<Identification> {
  const now = (): number => performance.now();
  const meter = new Meter(IDENTIFY_BUDGET, now);
  const transcript = new Transcript(now, LINES_KEPT);
  const started = now();
  const opened = network.open(meter, transcript);
  let service: IdentifiedService | null = null;
  let why: string | null = null;
  try {
    const caution = cautionOf(task.endpoint.port, settings.mayAskIndustrial === true);
    if (caution === 'leave') {
      why = 'It was left alone: printers print whatever they are sent.';
    } else if (task.transport === 'udp') {
      if (caution === 'listen') why = 'It was left alone: industrial gear is asked only where that is asked for.';
      else {
        const known = await askByDatagram(task.endpoint, opened);
        if (known === null) why = 'No answer to the questions of its usual protocols.';
        else service = nameService(known, settings.fingerprints, false);
      }
    } else {
      const interview = new PortInterview(task.endpoint, opened, caution === 'ask');
      const { known, isTls, heard } = await interview.run();
      if (known !== null) service = nameService(known, settings.fingerprints, isTls);
      else why = whyUnknown(heard, caution === 'ask');
    }
  } catch (error) {
    why = whyFailed(error);
  } finally {
    opened.close();
  }
  return {
    service,
    why,
    transcript: transcript.lines,
    rounds: meter.rounds,
    bytesIn: meter.bytesIn,
    bytesOut: meter.bytesOut,
    milliseconds: Math.round(now() - started),
  };
}

function whyUnknown(said: string, wasAsked: boolean): string {
  if (!wasAsked && said === '') return 'It was only listened to, as industrial gear is, and said nothing.';
  if (said === '') return 'It takes connections and says nothing to any question.';
  return `It says what no protocol known here says: ${printableBytes(said.trim().slice(0, 80))}`;
}

function whyFailed(error: unknown): string {
  if (error instanceof ConnectFailure) return `No connection: ${error.message}`;
  if (error instanceof BudgetExceeded) return `It was ended, because it would have taken ${error.message}.`;
  if (error instanceof ScopeRefusal) return error.message;
  return `Identification ended by an error that it did not expect: ${messageOf(error)}.`;
}
