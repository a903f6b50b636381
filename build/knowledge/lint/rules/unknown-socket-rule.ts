import { LISTENER_RULES, SNAPSHOT_RULES } from '../../../../src/sockets/rules/judge.ts';
import { faultOn, type LintRule } from '../rule.ts';

export const unknownSocketRule: LintRule = {
  name: 'unknown-socket-rule',
  explains: 'A rule of the sockets lens that a pattern rests on is one of src/sockets/rules/.',
  *check({ patterns }) {
    const known = new Set([...LISTENER_RULES, ...SNAPSHOT_RULES].map(({ id }) => id));
    for (const pattern of patterns) {
      for (const [index, sign] of pattern.value.signs.entries()) {
        if (sign.by !== 'sockets' || known.has(sign.rule)) continue;
        const message = `"${sign.rule}" is none of ${[...known].toSorted().join(', ')}`;
        yield faultOn(this, pattern, ['signs', index, 'rule'], message);
      }
    }
  },
};
