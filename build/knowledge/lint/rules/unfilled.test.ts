import { describe, expect, it } from 'vitest';
import { dossierText, faultsOf, sourceText } from '../files.fixture.ts';
import { unfilled } from './unfilled.ts';

describe('unfilled', () => {
  it('finds what is still to be filled in, in every kind of file', () => {
    expect(
      faultsOf(unfilled, {
        'ports/0007-echo.yaml': dossierText('TODO', ['7/tcp'], 'aliases: [echo, TODO]\n'),
        'sources/more.yaml': sourceText('rfc862').replace('Title', 'TODO the title'),
      }),
    ).toEqual([
      'ports/0007-echo.yaml:2:8: unfilled: title still says TODO',
      'ports/0007-echo.yaml:5:17: unfilled: aliases.1 still says TODO',
      'ports/0007-echo.yaml:3:18: unfilled: summary.text still says TODO',
      'sources/more.yaml:1:29: unfilled: title still says TODO',
    ]);
  });

  it('lets a to-do list be, and comments', () => {
    const echo = dossierText('A todo list', ['7/tcp'], 'aliases: [TODOist] # TODO more names\n');
    expect(faultsOf(unfilled, { 'ports/0007-echo.yaml': echo })).toEqual([]);
  });
});
