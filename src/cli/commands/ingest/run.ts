import { DeliveredSpool } from '../../../ingest/delivery.ts';
import type { IngestAccount, IngestedInput } from '../../../ingest/account.ts';
import { Spool } from '../../../ingest/spool/spool.ts';
import { SpoolError } from '../../../ingest/spool/spool-error.ts';
import type { Store } from '../../../store/store.ts';
import { InputError } from '../../../traffic/input/input-error.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { IngestDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import { CliError, EXIT, Verdict } from '../../exit-code.ts';
import { formatOf } from '../../format.ts';
import { printable } from '../../printable.ts';
import { writeAccount } from './account-text.ts';
import { ingestFiles } from './files.ts';
import { openTarget, type Target } from './open-sink.ts';
import { checkInputs, isLive, spoolSizeOf } from './options.ts';
import { endAtSignal } from '../../end-at-signal.ts';

/** For what is on its way when a signal ended the reading. */
const DELIVER_MS = 5000;

/** What a mode of reading needs. */
export interface Session {
  readonly input: Input;
  readonly context: Context;
  readonly delivery: DeliveredSpool;
  /** Where this process has it itself. */
  readonly store: Store | null;
  /** Ends it. */
  readonly stop: AbortController;
}

/** What was read, and how much of it went into the spool. */
export interface Ingested {
  readonly inputs: readonly IngestedInput[];
  readonly spooled: number;
}

export async function run(input: Input, context: Context): Promise<void> {
  checkInputs(input);
  const size = spoolSizeOf(input);
  const target = await openTarget(input, context);
  const delivery = new DeliveredSpool(await openSpool(target, input, size), target.sink);
  const { stderr } = context;
  for (const note of delivery.spool.notes) stderr.line(`portolan: ${printable(note)}`);
  stderr.flush();
  const stop = new AbortController();
  const release = endAtSignal(stop);
  let account: IngestAccount;
  try {
    const session: Session = { input, context, delivery, store: target.store, stop };
    const ingested = await read(session);
    const isDelivered = await deliver(session);
    account = { ...ingested, delivery: delivery.status, isDelivered };
  } catch (error) {
    if (error instanceof InputError) throw new CliError(EXIT.couldNotLook, printable(error.message));
    throw error;
  } finally {
    release();
    await delivery.close();
  }
  write(account, input, context);
  if (delivery.lastRefusal !== null) {
    stderr.line(`portolan: refused and set aside: ${printable(delivery.lastRefusal)}`);
  }
  const unread = account.inputs.flatMap(({ error }) => (error === null ? [] : [error]));
  for (const message of unread) stderr.line(`portolan: ${printable(message)}`);
  if (unread.length > 0 || !account.isDelivered || account.delivery.refused > 0) throw new Verdict(EXIT.couldNotLook);
}

async function openSpool(target: Target, input: Input, maxBytes: number | null): Promise<Spool> {
  try {
    return Spool.open(input.value('spool') ?? target.spoolFolder, maxBytes === null ? {} : { maxBytes });
  } catch (error) {
    await target.sink.close();
    if (error instanceof SpoolError) throw new CliError(EXIT.couldNotLook, printable(error.message));
    throw error;
  }
}

async function read(session: Session): Promise<Ingested> {
  if (!isLive(session.input)) return ingestFiles(session);
  const { ingestLive } = await import('./live.ts');
  return ingestLive(session);
}

/** After reading: all of it where files were read, however long that takes; what can be done in seconds after a signal. */
async function deliver({ delivery, stop, context }: Session): Promise<boolean> {
  const patience = stop.signal.aborted ? AbortSignal.timeout(DELIVER_MS) : stop.signal;
  const timer = setInterval(() => tellTrouble(delivery, context), DELIVER_MS);
  try {
    return await delivery.finish(patience);
  } finally {
    clearInterval(timer);
  }
}

function tellTrouble({ status }: DeliveredSpool, { stderr }: Context): void {
  if (status.trouble === null) return;
  stderr.line(`portolan: waiting to deliver to ${printable(status.sink)}: ${printable(status.trouble)}`);
  stderr.flush();
}

function write(account: IngestAccount, input: Input, context: Context): void {
  if (formatOf(input) === 'json') {
    const document: IngestDocument = { ...envelope('ingest', context), ...account };
    context.stdout.line(JSON.stringify(document, null, input.has('once') || !isLive(input) ? 2 : 0));
  } else writeAccount(account, context);
}
