import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { zooKeeperConfiguration } from './configuration.ts';
import { Daemon } from './daemon.ts';

/** What ZooKeeper needs of Debian's Java libraries, wherever they are: unpacked, or installed already. */
const JARS = [
  'zookeeper',
  'zookeeper-jute',
  'slf4j-api',
  'slf4j-nop',
  ...['buffer', 'codec', 'common', 'handler', 'resolver', 'transport'].map((part) => `netty-${part}`),
  'netty-transport-native-epoll',
  'netty-transport-native-unix-common',
  'metrics-core',
  'snappy-java',
  'commons-cli',
  'commons-io',
  'findbugs-annotations',
  'jackson-annotations',
  'jackson-core',
  'jackson-databind',
];

const JAVA = 'usr/lib/jvm/java-17-openjdk-amd64/bin/java';

/** Debian's ZooKeeper, alone, on loopback; `root` is where its packages were unpacked. */
export async function zooKeeper(root: string, folder: string, port: number): Promise<Daemon> {
  await mkdir(join(folder, 'data'), { recursive: true });
  const configuration = join(folder, 'zoo.cfg');
  await writeFile(configuration, zooKeeperConfiguration(folder, port));
  const jars = [root, '/'].flatMap((top) => JARS.map((name) => join(top, 'usr/share/java', `${name}.jar`)));
  const java = [join(root, JAVA), join('/', JAVA)].find((path) => existsSync(path)) ?? 'java';
  return new Daemon({
    name: 'zookeeper',
    program: java,
    args: ['-Xmx256m', '-cp', jars.join(':'), 'org.apache.zookeeper.server.quorum.QuorumPeerMain', configuration],
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    answers: () => serves(port),
  });
}

/** `ruok` is answered earlier, when sessions are still refused. */
function serves(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('mntr'));
    socket.setTimeout(1000, () => socket.destroy());
    let said = '';
    socket.setEncoding('latin1').on('data', (text: string) => (said += text));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(said.includes('zk_server_state')));
  });
}
