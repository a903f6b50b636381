import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCgroup } from './cgroup.ts';

const ID = 'c0ffee'.repeat(11).slice(0, 64);
const UID = '1b4e28ba-2fa1-11d2-883f-0016d3cca427';
const UNDERSCORED = UID.replaceAll('-', '_');

describe('the control group of a process', () => {
  it.each([
    ['docker under systemd', `0::/system.slice/docker-${ID}.scope\n`, 'docker', null],
    ['docker with cgroupfs', `12:cpu:/docker/${ID}\n0::/\n`, 'docker', null],
    [
      'podman',
      `0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${ID}.scope/container\n`,
      'podman',
      null,
    ],
    ['nerdctl', `0::/system.slice/nerdctl-${ID}.scope\n`, 'containerd', null],
    [
      'containerd in Kubernetes, systemd driver',
      `0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${UNDERSCORED}.slice/cri-containerd-${ID}.scope\n`,
      'containerd',
      UID,
    ],
    [
      'containerd in Kubernetes, its own form',
      `1:cpu:/system.slice/containerd.service/kubepods-besteffort-pod${UNDERSCORED}.slice:cri-containerd:${ID}`,
      'containerd',
      null,
    ],
    ['cri-o', `0::/kubepods.slice/kubepods-pod${UNDERSCORED}.slice/crio-${ID}.scope\n`, 'cri-o', UID],
    ['Kubernetes with cgroupfs', `11:memory:/kubepods/burstable/pod${UID}/${ID}\n`, 'unknown', UID],
    ['an old plain path', `0::/${ID}\n`, 'unknown', null],
  ] as const)('names the container of %s', (_, text, runtime, pod) => {
    expect(parseCgroup(text).container).toEqual({ runtime, id: ID, pod, name: null });
  });

  it.each([
    ['lxc', '0::/lxc.payload.web\n', 'lxc', 'web'],
    ['systemd-nspawn', '0::/machine.slice/machine-debian.scope/payload\n', 'machine', 'debian'],
  ])('names %s by its own name', (_, text, runtime, name) => {
    expect(parseCgroup(text).container).toEqual({ runtime, id: name, pod: null, name });
  });

  it('takes the innermost of nested containers', () => {
    const inner = 'f'.repeat(64);
    expect(parseCgroup(`0::/docker/${ID}/docker/${inner}\n`).container?.id).toBe(inner);
  });

  it('takes the line that says most, whichever hierarchy it belongs to', () => {
    const facts = parseCgroup(`3:cpu:/docker/${ID}\n2:pids:/kubepods/besteffort/pod${UID}/${ID}\n1:name=systemd:/\n`);
    expect(facts.container).toMatchObject({ id: ID, pod: UID });
  });

  it.each([
    ['0::/system.slice/ssh.service\n', 'ssh.service'],
    ['0::/user.slice/user-1000.slice/user@1000.service/app.slice/syncthing.service\n', 'syncthing.service'],
    ['0::/user.slice/user-1000.slice/user@1000.service/init.scope\n', null],
    ['0::/user.slice/user-1000.slice/session-2.scope\n', null],
    ['', null],
  ])('finds the unit in %j', (text, unit) => {
    expect(parseCgroup(text)).toEqual({ unit, container: null });
  });

  it('is not fooled by a helper beside the container', () => {
    expect(parseCgroup(`0::/user.slice/libpod-conmon-${ID}.scope\n`).container).toBeNull();
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void parseCgroup(text)));
  });
});
