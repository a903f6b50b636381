import { expect, it } from 'vitest';
import { TaskPool } from './pool.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('runs so many tasks of a key and so many at all, and every one of them', async () => {
  const pool = new TaskPool(2, 3);
  const running = { a: 0, b: 0 };
  const most = { a: 0, b: 0, all: 0 };
  let done = 0;
  for (let index = 0; index < 40; index++) {
    const key = index % 2 === 0 ? 'a' : 'b';
    pool.add(key, async () => {
      most[key] = Math.max(most[key], ++running[key]);
      most.all = Math.max(most.all, running.a + running.b);
      await turn();
      running[key]--;
      done++;
    });
  }
  await pool.done();
  expect({ done, most }).toEqual({ done: 40, most: { a: 2, b: 2, all: 3 } });
});

it('takes the tasks of a host with all ports open', async () => {
  const pool = new TaskPool(4, 32);
  let done = 0;
  for (let index = 0; index < 65_535; index++) {
    pool.add('host', () => {
      done++;
      return Promise.resolve();
    });
  }
  await pool.done();
  expect(done).toBe(65_535);
});

it('goes on after a failure, and tells the first', async () => {
  const pool = new TaskPool(1, 1);
  let later = false;
  pool.add('a', () => Promise.reject(new Error('first')));
  pool.add('a', () => Promise.reject(new Error('second')));
  pool.add('b', () => {
    later = true;
    return Promise.resolve();
  });
  await expect(pool.done()).rejects.toThrow('first');
  expect(later).toBe(true);
});
