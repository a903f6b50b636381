import type { TrafficReport } from '../../../traffic/report/traffic-report.ts';
import type { Context } from '../../context.ts';
import { writeClosing } from './closing-text.ts';
import { groupsOf } from './groups.ts';
import { writeGroup } from './group-text.ts';
import { writeInputs } from './inputs-text.ts';
import { Page } from './page.ts';
import { writeShares } from './shares-text.ts';

/** The report in the order in which a person reads it: what was read, how much of it is noise, what to look at, worst last. */
export function writeReport(
  { summary, findings }: TrafficReport,
  { all }: { readonly all: boolean },
  context: Context,
): void {
  const page = new Page(context);
  writeInputs(summary, page);
  if (summary.events === 0) {
    page.text('No event in it, so there is nothing to tell.');
    return;
  }
  page.gap();
  writeShares(summary, page);
  const told = summary.baseline === null || all ? findings : findings.filter(({ isKnown }) => !isKnown);
  // What is only for the record takes a line each, and these stand together.
  let wasBrief = false;
  for (const group of groupsOf(told)) {
    const isBrief = group.severity === 'info';
    if (!isBrief || !wasBrief) page.gap();
    wasBrief = isBrief;
    writeGroup(group, summary, { all }, page);
  }
  page.gap();
  writeClosing(summary, findings, page);
}
