import type { Check, CheckContext, CheckSettings, Outcome } from './check.ts';
import { inconclusive } from './check.ts';
import { BudgetExceeded, Meter } from './conversation/budget.ts';
import { ConnectFailure } from './conversation/conversation.ts';
import { Transcript } from './conversation/transcript.ts';
import type { Endpoint } from './endpoint.ts';
import { cautionOf } from './identify/reserved-ports.ts';
import { ScopeRefusal } from './network/guard.ts';
import type { Network } from './network/network.ts';
import type { CheckResult } from './result.ts';
import type { IdentifiedService } from './service.ts';
import { messageOf } from './unexpected.ts';
import { VANTAGE_WORDS, type Vantage } from './vantage/vantage.ts';

export interface CheckTask {
  readonly check: Check;
  readonly endpoint: Endpoint;
  readonly service: IdentifiedService | null;
  readonly vantage: Vantage;
  readonly settings: CheckSettings;
}

/** Runs one check on one endpoint, within its budget and time; whatever the server does, there is an outcome. */
export async function runCheck(task: CheckTask, network: Network): Promise<CheckResult> {
  const { description } = task.check;
  const now = (): number => performance.now();
  const meter = new Meter(description.budget, now);
  const transcript = new Transcript(now, description.maxLinesShown);
  const started = now();
  const opened = network.open(meter, transcript);
  let outcome: Outcome;
  try {
    outcome = await withinTime(task.check.run(contextOf(task, opened, transcript)), description.budget.maxMs);
  } catch (error) {
    outcome = outcomeOfError(error);
  } finally {
    opened.close();
  }
  const { verdict, confidence, severity, summary, product = null, facts = {} } = fromVantage(outcome, task);
  return {
    check: description.id,
    verdict,
    confidence,
    severity: severity ?? description.severity,
    summary,
    product,
    facts,
    transcript: transcript.lines,
    rounds: meter.rounds,
    bytesIn: meter.bytesIn,
    bytesOut: meter.bytesOut,
    milliseconds: Math.round(now() - started),
  };
}

function contextOf(task: CheckTask, opened: ReturnType<Network['open']>, transcript: Transcript): CheckContext {
  const { endpoint } = task;
  return {
    endpoint,
    vantage: task.vantage,
    service: task.service,
    settings: task.settings,
    random: (bytes) => opened.random(bytes),
    connect: async ({ port = endpoint.port, tls = false } = {}) => {
      // A server may name any port as its next one; a printer beside it prints what it is sent.
      if (port !== endpoint.port && cautionOf(port, false) !== 'ask')
        throw new ConnectFailure('failed', `port ${port} is left alone, as printers and industrial gear are`);
      return opened.connect({ address: endpoint.address, port }, tls);
    },
    exchange: (datagram, { waitMs = 2000, maxAnswers = 1, anyPort = false, tries = 1, reply } = {}) =>
      opened.exchange(endpoint, datagram, { waitMs, maxAnswers, anyPort, tries, reply: reply ?? null }),
    broadcastDhcp: (name, message, waitMs) => opened.broadcastDhcp(name, message, waitMs),
    openCanary: (localAddress) => opened.openCanary(localAddress),
    note: (text) => transcript.note(text),
  };
}

/** A conversation ends by its own deadlines; this is for a check that waits for something else. */
async function withinTime(run: Promise<Outcome>, maxMs: number): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve(inconclusive(`it took longer than ${maxMs} ms`)), maxMs + 250);
  });
  try {
    return await Promise.race([run, late]);
  } finally {
    clearTimeout(timer);
  }
}

function outcomeOfError(error: unknown): Outcome {
  if (error instanceof ConnectFailure) return inconclusive(`no connection: ${error.message}`);
  if (error instanceof BudgetExceeded)
    return inconclusive(`it was ended, because it would have taken ${error.message}`);
  if (error instanceof ScopeRefusal) return inconclusive(error.message);
  // A fault of ours, or a refusal of the system: it costs one verdict, and not the audit.
  return inconclusive(`it ended by an error that it did not expect: ${messageOf(error)}`);
}

/** Takes back what cannot be said from where it was asked. */
function fromVantage(outcome: Outcome, { check, vantage }: CheckTask): Outcome {
  const { trusted, blind, id } = check.description;
  const from = VANTAGE_WORDS[vantage];
  const settle = `portolan audit --vantage netns --only ${id}`;
  if (outcome.verdict === 'exposed' && !trusted.includes(vantage)) {
    const summary = `${outcome.summary} It was asked ${from}, whom such servers often trust; ${settle} settles it.`;
    return { ...outcome, verdict: 'inconclusive', confidence: 'tentative', summary };
  }
  if (outcome.verdict === 'not-exposed' && blind.includes(vantage)) {
    const summary = `${outcome.summary} Asked ${from} that proves nothing; ${settle} settles it.`;
    return { ...outcome, verdict: 'inconclusive', confidence: 'tentative', summary };
  }
  return outcome;
}
