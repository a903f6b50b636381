import type { Scope } from '../scope/scope.ts';
import type { ProbeEvent, ProbePlan } from './plan.ts';

/** A plan on its way to another process of Portolan: JSON, whose dates are text. */
export function writePlan(plan: ProbePlan): string {
  return JSON.stringify(plan);
}

/** Reads what `writePlan` wrote. Only Portolan itself writes it, so its form is not checked; that it is one is. */
export function readPlan(text: string): ProbePlan {
  const plan = JSON.parse(text) as ProbePlan;
  const authorities = plan.scope.authorities.map((each) => ({ ...each, until: new Date(each.until) }));
  const scope: Scope = { ...plan.scope, authorities };
  return { ...plan, scope };
}

/** One event as a line. */
export function writeEvent(event: ProbeEvent): string {
  return `${JSON.stringify(event)}\n`;
}

/** Cuts what another process of Portolan prints into events. */
export class EventLines {
  #rest = '';

  *read(chunk: string): Generator<ProbeEvent> {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield JSON.parse(line) as ProbeEvent;
  }
}
