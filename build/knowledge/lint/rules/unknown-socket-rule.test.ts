import { describe, expect, it } from 'vitest';
import { faultsOf, patternText } from '../files.fixture.ts';
import { unknownSocketRule } from './unknown-socket-rule.ts';

const lint = (rule: string): string[] =>
  faultsOf(unknownSocketRule, { 'patterns/x.yaml': patternText('x', `{ by: sockets, shows: it, rule: ${rule} }`) });

describe('unknown-socket-rule', () => {
  it('finds a rule that the sockets lens does not have', () => {
    expect(lint('sockets.exposed-services')).toEqual([
      expect.stringMatching(/^patterns\/x\.yaml:6:41: unknown-socket-rule: "sockets\.exposed-services" is none of /),
    ]);
  });

  it.each(['sockets.exposed-service', 'sockets.close-wait-pile'])('lets %s be', (rule) => {
    expect(lint(rule)).toEqual([]);
  });
});
