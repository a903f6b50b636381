import { describe, expect, it } from 'vitest';
import { ftpUpload } from './ftp-upload.ts';
import { play, type Script } from './scripted-network.fixture.ts';

function server(dele: string, stor = '150 Ok to send data.\r\n226 Transfer complete.\r\n'): Script {
  return {
    hello: '220 (vsFTPd 3.0.3)\r\n',
    answers: [
      [/^USER/, '331 Please specify the password.\r\n'],
      [/^PASS/, '230 Login successful.\r\n'],
      [/^PWD/, '257 "/" is the current directory\r\n'],
      [
        /^STAT/,
        '213-Status follows:\r\ndrwx-wx-wx    2 901      0              40 Jan 01  2020 incoming\r\n213 End of status\r\n',
      ],
      [/^CWD/, '250 Directory successfully changed.\r\n'],
      [/^EPSV/, '229 Entering Extended Passive Mode (|||12345|)\r\n'],
      [/^STOR/, stor],
      [/^DELE/, `${dele}\r\n`],
    ],
  };
}
const settings = { mayLeaveResidue: true };

describe('ftp.upload', () => {
  it('sends nothing unless residue is permitted', async () => {
    const result = await play(ftpUpload, { connections: [server('250 Delete operation successful.')] });
    expect(result).toMatchObject({ verdict: 'inconclusive', rounds: 0, bytesOut: 0 });
  });

  it('stores a byte and removes it', async () => {
    const result = await play(ftpUpload, { connections: [server('250 Delete operation successful.'), {}], settings });
    expect(result).toMatchObject({ verdict: 'exposed', confidence: 'confirmed', facts: { isRemoved: true } });
  });

  it('says what is left where it could not be removed', async () => {
    const result = await play(ftpUpload, { connections: [server('550 Permission denied.'), {}], settings });
    expect(result.summary).toMatch(/could not be removed: remove \/incoming\/portolan-[0-9a-f]+ by hand/);
  });

  it('is not where the file is refused', async () => {
    const script = server('550 x', '550 Permission denied.\r\n');
    expect((await play(ftpUpload, { connections: [script, {}], settings })).verdict).toBe('not-exposed');
  });
});
