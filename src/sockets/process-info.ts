/** Who made a container; `machine` is systemd-nspawn or libvirt, `unknown` one whose name does not tell. */
export type ContainerRuntime = 'docker' | 'podman' | 'containerd' | 'cri-o' | 'lxc' | 'machine' | 'unknown';

/** The container a process runs in, by its control group. */
export interface Container {
  readonly runtime: ContainerRuntime;
  readonly id: string;
  /** Uid of the Kubernetes pod. */
  readonly pod: string | null;
  /** Null where only the runtime would know it. */
  readonly name: string | null;
}

/** What the system tells of a process. Null: not known, because the kernel did not show it or it has no such thing. */
export interface ProcessInfo {
  readonly pid: number;
  /** Kernel's name of the process (comm): at most 15 bytes, chosen by the program itself. */
  readonly name: string;
  readonly parent: number | null;
  /** Effective uid. */
  readonly uid: number | null;
  /** Arguments joined by spaces. */
  readonly command: string | null;
  /** The first argument alone, which may hold spaces: what it was started as, or calls itself (`sshd: anna [priv]`). */
  readonly startedAs: string | null;
  readonly executable: string | null;
  /** The file was deleted or replaced after the process started. */
  readonly executableDeleted: boolean;
  /** Clock ticks after boot at which it started; with the pid this identifies a process. */
  readonly startTicks: number | null;
  /** systemd unit, from the cgroup path. */
  readonly unit: string | null;
  readonly container: Container | null;
}
