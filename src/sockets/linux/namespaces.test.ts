import { describe, expect, it } from 'vitest';
import { findNamespaces, namedNamespaces } from './namespaces.ts';
import { RecordedProcFs } from './recorded-proc-fs.fixture.ts';

const MOUNTS =
  '25 1 0:4 net:[5] /run/netns/blue rw - nsfs nsfs rw\n26 1 0:4 net:[9] /run/netns/nobody rw - nsfs nsfs rw\n';

describe('other network namespaces', () => {
  it('are found once each, however many processes live in them, and named by what names them best', () => {
    const id = 'a'.repeat(64);
    const fs = new RecordedProcFs()
      .file('proc/self/mountinfo', MOUNTS)
      .process(1, {})
      .process(20, { cgroup: `0::/system.slice/docker-${id}.scope\n` })
      .process(21, {})
      .process(30, {})
      .target('proc/self/ns/net', 'net:[1]')
      .target('proc/1/ns/net', 'net:[1]')
      .target('proc/20/ns/net', 'net:[7]')
      .target('proc/21/ns/net', 'net:[7]')
      .target('proc/30/ns/net', 'net:[5]');
    const { others, denied, empty } = findNamespaces(fs);
    const container = { runtime: 'docker', id, pod: null, name: null };
    expect(others).toEqual([
      { pid: 20, namespace: { inode: 7, name: 'aaaaaaaaaaaa', container } },
      { pid: 30, namespace: { inode: 5, name: 'blue', container: null } },
    ]);
    expect(denied).toBe(0);
    expect(empty).toEqual(['nobody']);
  });

  it('are counted as not told where the kernel keeps them from this user', () => {
    const fs = new RecordedProcFs().process(1, {}).process(2, {}).target('proc/self/ns/net', 'net:[1]');
    expect(findNamespaces(fs)).toMatchObject({ others: [], denied: 2 });
  });
});

describe('names of namespaces', () => {
  it('come from the mounts of ip netns and of docker, and from nothing else', () => {
    const mounts = [
      '1 1 0:4 net:[5] /run/netns/a rw',
      '2 1 0:4 net:[6] /var/run/docker/netns/b rw',
      '3 1 0:4 / /proc rw',
      '4 1 0:4 net:[x] /run/netns/c rw',
      '',
    ];
    expect([...namedNamespaces(mounts.join('\n'))]).toEqual([
      [5, 'a'],
      [6, 'b'],
    ]);
  });
});
