/** Opens and closes connections to 127.0.0.1:7001 as fast as it can, for a bounded time:   node churn.mjs SECONDS */
import { once } from 'node:events';
import { connect } from 'node:net';

const until = Date.now() + Number(process.argv[2] ?? 5) * 1000;
const AT_ONCE = 20;

process.stdout.write('ready\n');
process.on('SIGTERM', () => process.exit());
while (Date.now() < until) {
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      const socket = connect(7001, '127.0.0.1');
      await once(socket, 'connect');
      socket.resetAndDestroy();
      await once(socket, 'close');
    }),
  );
}
