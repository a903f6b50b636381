import { describe, expect, it } from 'vitest';
import { parseListing } from '../protocols/ftp-folders.ts';
import { ftpWritable } from './ftp-writable.ts';
import { play, type Script } from './scripted-network.fixture.ts';

const LISTING =
  '213-Status follows:\r\ndrwxr-xr-x    4 0        0              80 Jan 01  2020 .\r\ndrwxr-xr-x    4 0        0              80 Jan 01  2020 ..\r\n' +
  'drwx-wx-wx    2 901      0              40 Jan 01  2020 incoming\r\ndrwxr-xr-x    2 0        0              60 Jan 01  2020 pub\r\n213 End of status\r\n';

function server(product: string, stor: string, mkd: string, listing = LISTING): Script {
  return {
    hello: `220 ${product}\r\n`,
    answers: [
      [/^USER/, '331 Please specify the password.\r\n'],
      [/^PASS/, '230 Login successful.\r\n'],
      [/^PWD/, '257 "/" is the current directory\r\n'],
      [/^STAT/, listing],
      [/^CWD \/(?:incoming|pub)?\r/, '250 Directory successfully changed.\r\n'],
      [/^CWD/, '550 Failed to change directory.\r\n'],
      [/^STOR/, `${stor}\r\n`],
      [/^MKD/, `${mkd}\r\n`],
    ],
  };
}

const verdictOf = async (script: Script): Promise<string> =>
  (await play(ftpWritable, { connections: [script] })).verdict;

describe('ftp.writable', () => {
  it('is exposed where three servers would take a file into an open folder', async () => {
    const vsftpd = await play(ftpWritable, {
      connections: [server('(vsFTPd 3.0.3)', '425 Use PORT or PASV first.', '550 Create directory operation failed.')],
    });
    expect(vsftpd).toMatchObject({
      verdict: 'exposed',
      confidence: 'firm',
      facts: { folder: '/incoming', mayStore: true },
    });
    expect(
      await verdictOf(
        server(
          'ProFTPD Server (lab)',
          '550 /incoming: Overwrite permission denied',
          '550 /incoming: Permission denied',
        ),
      ),
    ).toBe('exposed');
    expect(
      await verdictOf(
        server(
          'Welcome to Pure-FTPd',
          "553 Can't open that file: Is a directory",
          "550 Can't create directory: File exists",
        ),
      ),
    ).toBe('exposed');
  });

  it('is not where the server forbids it, though the modes of the folder say otherwise', async () => {
    expect(await verdictOf(server('(vsFTPd 3.0.3)', '550 Permission denied.', '550 Permission denied.'))).toBe(
      'not-exposed',
    );
    expect(
      await verdictOf(
        server('ProFTPD Server (lab)', '550 /incoming: Operation not permitted', '550 /incoming: Permission denied'),
      ),
    ).toBe('not-exposed');
    expect(
      await verdictOf(
        server(
          'Welcome to Pure-FTPd',
          '550 Anonymous users may not overwrite existing files',
          '550 Sorry, anonymous users are not allowed to create directories',
        ),
      ),
    ).toBe('not-exposed');
  });

  it('is inconclusive where the server forbids nothing and no folder is open, and where it does not say', async () => {
    const closed = LISTING.replace('drwx-wx-wx', 'drwxr-xr-x');
    expect(
      await verdictOf(
        server('ProFTPD Server', '550 /incoming: Not a regular file', '550 /incoming: File exists', closed),
      ),
    ).toBe('inconclusive');
    expect(
      await verdictOf(
        server(
          'Welcome to Pure-FTPd',
          "553 Can't open that file: Permission denied",
          '550 Sorry, anonymous users are not allowed to create directories',
        ),
      ),
    ).toBe('inconclusive');
  });

  it('names only folders that are there: STOR of anything else would leave a file', async () => {
    const script = server('(vsFTPd 3.0.3)', '425 Use PORT or PASV first.', '550 x', '550 Permission denied.\r\n');
    const result = await play(ftpWritable, {
      connections: [{ ...script, answers: [[/^CWD \/[a-z]/, '550 No such folder\r\n'], ...(script.answers ?? [])] }],
    });
    expect(result.verdict).toBe('inconclusive');
    expect(result.transcript.some(({ text }) => /^(?:STOR|MKD)/.test(text))).toBe(false);
  });

  it('is not where nobody comes in', async () => {
    const script: Script = {
      hello: '220 (vsFTPd 3.0.3)\r\n',
      answers: [
        [/^USER|^PASS/, '530 Login incorrect.\r\n'],
        [/^AUTH/, '530 Please login with USER and PASS.\r\n'],
      ],
    };
    expect(await verdictOf(script)).toBe('not-exposed');
  });
});

describe('a listing', () => {
  it('gives folders with the right of others to write, and no name that could mean something in a command', () => {
    expect(
      parseListing([
        'drwx-wx-wx    2 901      0              40 Jan 01  2020 incoming',
        'drwxrwxrwt    2 0        0              40 Jan 01  2020 tmp',
        'drwxr-xr-x    2 0        0              60 Jan 01  2020 pub',
        '-rw-rw-rw-    1 0        0              60 Jan 01  2020 file',
        'drwxrwxrwx    2 0        0              60 Jan 01  2020 ..',
        'drwxrwxrwx    2 0        0              60 Jan 01  2020 a\rb',
        '\xff\x00',
      ]),
    ).toEqual([
      { path: 'incoming', isOpen: true },
      { path: 'tmp', isOpen: true },
      { path: 'pub', isOpen: false },
    ]);
  });
});
