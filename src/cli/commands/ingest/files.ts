import { recordsOf, type IngestedInput } from '../../../ingest/account.ts';
import { readFiles, type FileAccount } from '../../../ingest/files/read-files.ts';
import { inputFormatOf } from '../traffic/options.ts';
import { TrafficProgress } from '../traffic/progress.ts';
import { scannerModule } from '../traffic/scanner-module.ts';
import { ingestDocument, isDocument, unknownText } from './documents.ts';
import type { Ingested, Session } from './run.ts';

/** Reads files to their ends into the spool. */
export async function ingestFiles({ input, context, delivery, stop }: Session): Promise<Ingested> {
  const documents = input.args.filter(isDocument);
  const logs = input.args.filter((path) => !documents.includes(path));
  const progress = new TrafficProgress(context.stderr, process.stderr.isTTY, context.now, logs);
  const inputs: IngestedInput[] = [];
  let spooled = 0;
  try {
    for (const path of documents) {
      const account = await ingestDocument(path, delivery.spool, input.has('again'));
      spooled += account.events - account.already;
      inputs.push(account);
    }
    const accounts = readFiles(logs, delivery.spool, {
      format: inputFormatOf(input),
      now: context.now().getTime() / 1000,
      scanner: scannerModule(),
      again: input.has('again'),
      onProgress: (reading) => progress.show(reading),
      signal: stop.signal,
    });
    for await (const account of accounts) {
      spooled += account.rows;
      inputs.push(inputOf(account));
    }
  } finally {
    progress.clear();
  }
  return { inputs, spooled };
}

function inputOf({ name, summary, events, already, untimed, notes, error }: FileAccount): IngestedInput {
  const isUnknown = error === null && summary !== null && summary.format === null && summary.bytes > 0;
  return {
    name,
    ...recordsOf(summary),
    events,
    already,
    untimed,
    dropped: 0,
    notes: [...notes, ...(summary?.notes ?? [])],
    error: isUnknown ? unknownText(name) : error,
  };
}
