import type { Asked, PortRow, Standing } from './joined-report.ts';

/** What a standing means, as the end of a sentence about a finding of the logs. */
export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  reached: 'got through to what listens here',
  listening: 'it listens here; that anything got through was not seen',
  nothing: 'nothing that others can reach listens there now',
  elsewhere: '',
};

/** `6379/tcp`, and of whom: null is this machine, which needs no name. */
export function portText({ port, transport, host }: Pick<PortRow, 'port' | 'transport' | 'host'>): string {
  return `${port}/${transport}${host === null ? '' : ` of ${host}`}`;
}

/** `open, not as agreed; exposed: redis.open` */
export function askedText({ state, expectation, exposed }: Asked): string {
  const agreed =
    expectation === 'unexpected'
      ? ', not as agreed'
      : expectation === 'missing'
        ? ', and should be open'
        : expectation === null
          ? ''
          : `, ${expectation}`;
  return `${state}${agreed}${exposed.length === 0 ? '' : `; exposed: ${exposed.join(', ')}`}`;
}

/** Whether a row is about something that is there: it listens, or it answered an audit, or it was missed by one. */
export function isThere({ listeners, asked, verdicts }: PortRow): boolean {
  return listeners.length > 0 || asked.length > 0 || verdicts.length > 0;
}

/** Rows of ports where somebody knocked, and nothing is. */
export function onlyKnocked(rows: readonly PortRow[]): PortRow[] {
  return rows.filter((row) => !isThere(row) && row.knocks.length > 0);
}
