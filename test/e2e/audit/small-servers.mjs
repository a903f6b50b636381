/**
 * Small servers to audit, for tests: an FTP server that lets anybody in and lists a folder, a web server, and a port that
 * takes connections and says nothing. Arguments: the address, then `ftp:PORT`, `http:PORT`, `silent:PORT`. Prints a line for
 * each connection: its kind and who it is from. Ends with its standard input.
 */
import { createServer } from 'node:net';

const FTP = {
  USER: '331 Anything will do.',
  PASS: '230 Come in.',
  SYST: '215 UNIX Type: L8',
  FEAT: '211 End',
  PWD: '257 "/"',
  TYPE: '200 Done.',
  CWD: '250 Done.',
  NOOP: '200 Done.',
  QUIT: '221 Goodbye.',
  AUTH: '502 No.',
};

function ftp(socket) {
  socket.write('220 small FTP server\r\n');
  let rest = '';
  socket.on('data', (bytes) => {
    const lines = (rest + bytes.toString('latin1')).split('\n');
    rest = lines.pop().slice(-1000);
    for (const line of lines) {
      const word = line.trim().split(' ')[0].toUpperCase();
      socket.write(`${FTP[word] ?? '502 Not here.'}\r\n`);
      if (word === 'QUIT') socket.end();
    }
  });
}

function http(socket) {
  socket.on('data', () =>
    socket.end('HTTP/1.1 200 OK\r\nServer: small\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi'),
  );
}

const KINDS = { ftp, http, silent: () => undefined };
const [host, ...words] = process.argv.slice(2);
let waiting = words.length;
for (const word of words) {
  const [kind, port] = word.split(':');
  const server = createServer((socket) => {
    console.log(kind, socket.remoteAddress);
    socket.on('error', () => socket.destroy());
    KINDS[kind](socket);
    socket.resume();
  });
  server.listen(Number(port), host, () => --waiting === 0 && console.log('ready'));
}
process.stdin.resume().on('end', () => process.exit());
