import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findOverlayFiles, type Surroundings } from './find-files.ts';
import { OverlayError } from './overlay-error.ts';

const OWN_UID = process.getuid?.() ?? 0;
const IS_ROOT = OWN_UID === 0;
/** Nobody's. */
const STRANGER = 54_321;

let root = '';
let project = '';
let home = '';

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-notes-')));
  project = join(root, 'project');
  home = join(root, 'home');
  mkdirSync(join(project, 'src/deep'), { recursive: true });
  mkdirSync(join(home, '.config/portolan'), { recursive: true });
});

afterEach(() => {
  spawnSync('chmod', ['-R', 'u+rwX', root]);
  rmSync(root, { recursive: true, force: true });
});

function find(extra: Partial<Surroundings> = {}): { path: string; text: string }[] {
  const surroundings = { folder: join(project, 'src/deep'), environment: { HOME: home }, uid: OWN_UID, ...extra };
  // What the machine itself has above the temporary folder is not this test's.
  return findOverlayFiles(surroundings).filter(({ path }) => path.startsWith(root));
}

function write(path: string, text: string | Buffer = path): string {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
  return join(root, path);
}

describe('where notes are found', () => {
  it('is the project, from the folder upward, and then the user', () => {
    const near = write('project/portolan.yaml');
    write('portolan.yaml'); // farther up: hidden by the nearer one
    const own = write('home/.config/portolan/portolan.yaml');
    expect(find()).toEqual([
      { path: near, text: 'project/portolan.yaml' },
      { path: own, text: 'home/.config/portolan/portolan.yaml' },
    ]);
  });

  it('is the folder itself before those above', () => {
    write('project/portolan.yaml');
    const nearest = write('project/src/deep/portolan.yaml');
    expect(find().map(({ path }) => path)).toEqual([nearest]);
  });

  it('is nowhere where there is none', () => {
    expect(find()).toEqual([]);
    expect(find({ environment: {} })).toEqual([]);
  });

  it('is $XDG_CONFIG_HOME in place of ~/.config, unless it is relative or empty', () => {
    const own = write('home/.config/portolan/portolan.yaml');
    const configured = write('configured/portolan/portolan.yaml');
    const pathsWith = (base: string): string[] =>
      find({ environment: { HOME: home, XDG_CONFIG_HOME: base } }).map(({ path }) => path);
    expect(pathsWith(join(root, 'configured'))).toEqual([configured]);
    expect(pathsWith('configured')).toEqual([own]);
    expect(pathsWith('')).toEqual([own]);
  });

  it('is told once where project and user are one', () => {
    const own = write('home/.config/portolan/portolan.yaml');
    expect(find({ folder: join(home, '.config/portolan') }).map(({ path }) => path)).toEqual([own]);
  });

  it('may be a link to a file of the same user', () => {
    const path = join(project, 'portolan.yaml');
    symlinkSync(write('elsewhere.yaml', 'ports: {}'), path);
    expect(find()).toEqual([{ path, text: 'ports: {}' }]);
  });

  it('begins after a byte order mark', () => {
    write('project/portolan.yaml', '\uFEFFports: {}');
    expect(find()[0]?.text).toBe('ports: {}');
  });
});

/** Makes what lies there a stranger's; without root's rights it is this user's, who then plays the stranger. */
function asStranger(path: string): Partial<Surroundings> {
  if (!IS_ROOT) return { uid: STRANGER };
  lchownSync(path, STRANGER, STRANGER);
  return { uid: OWN_UID };
}

describe("a stranger's file", () => {
  it('in a folder above is passed over, and the search goes on', () => {
    const own = write('portolan.yaml');
    const planted = write('project/portolan.yaml');
    if (!IS_ROOT) return expect(find({ uid: STRANGER })).toEqual([]); // both are another's then
    expect(find(asStranger(planted)).map(({ path }) => path)).toEqual([own]);
  });

  it('stops nobody, whatever it is', () => {
    const path = join(project, 'portolan.yaml');
    const plants: readonly (() => void)[] = [
      () => mkdirSync(path),
      () => symlinkSync('portolan.yaml', path),
      () => symlinkSync('/etc/passwd', path), // root's, and no notes
      () => void spawnSync('mkfifo', [path]),
      () => writeFileSync(path, 'x', { mode: 0 }),
      () => writeFileSync(path, Buffer.from([0xff])),
    ];
    for (const plant of plants) {
      plant();
      expect(find(asStranger(path)), plant.toString()).toEqual([]);
      rmSync(path, { recursive: true });
    }
  });

  it("is believed when he called sudo, and only then and only with root's own rights", () => {
    const path = write('project/portolan.yaml');
    if (IS_ROOT) lchownSync(path, STRANGER, STRANGER);
    const environment = { HOME: home, SUDO_UID: String(IS_ROOT ? STRANGER : OWN_UID) };
    expect(find({ environment, uid: 0 })).toHaveLength(1);
    expect(find({ environment, uid: STRANGER + 1 })).toHaveLength(0);
    for (const SUDO_UID of ['', '-1', `${STRANGER}x`, '99']) {
      expect(find({ environment: { HOME: home, SUDO_UID }, uid: 0 }), SUDO_UID).toHaveLength(0);
    }
  });

  it.skipIf(!IS_ROOT)('is passed over for other users too, who believe themselves and root', () => {
    const path = write('project/portolan.yaml');
    expect(find({ uid: STRANGER })).toHaveLength(1);
    lchownSync(path, STRANGER, STRANGER);
    expect(find({ uid: STRANGER })).toHaveLength(1);
    expect(find({ uid: STRANGER + 1 })).toHaveLength(0);
  });

  it('is nobody’s question where the system has no users', () => {
    const path = write('project/portolan.yaml');
    asStranger(path);
    expect(find({ uid: null })).toHaveLength(1);
  });
});

describe("one's own file that cannot be used", () => {
  const complaint = (): string => {
    try {
      find();
    } catch (error) {
      if (error instanceof OverlayError) return error.message;
      throw error;
    }
    return '';
  };

  it.each<[what: string, make: (path: string) => void, message: string]>([
    ['a folder', (path) => mkdirSync(path), 'is no ordinary file'],
    ['a named pipe, for whose writer nobody waits', (path) => void spawnSync('mkfifo', [path]), 'is no ordinary file'],
    ['a link to itself', (path) => symlinkSync(path, path), 'cannot be read (ELOOP)'],
    ['a device that never ends', (path) => symlinkSync('/dev/zero', path), 'is no ordinary file'],
    ['too large', (path) => writeFileSync(path, '#'.repeat(64 * 1024 + 1)), 'is larger than 64 kB'],
    ['no text', (path) => writeFileSync(path, Buffer.from('ports:\n  \xff\xfe\x00', 'latin1')), ':2: not UTF-8 text'],
  ])('is complained of when it is %s', (_, make, message) => {
    for (const place of ['project/portolan.yaml', 'home/.config/portolan/portolan.yaml']) {
      const path = join(root, place);
      make(path);
      expect(complaint()).toContain(path);
      expect(complaint()).toContain(message);
      rmSync(path, { recursive: true });
    }
  });

  it('is read when it is as large as it may be, and holds a replacement character of its own', () => {
    write('project/portolan.yaml', '\uFFFD'.padEnd(64 * 1024 - 2, '#'));
    expect(find()).toHaveLength(1);
  });

  it('is passed over when the link leads nowhere', () => {
    symlinkSync(join(root, 'nowhere'), join(project, 'portolan.yaml'));
    expect(find()).toEqual([]);
  });

  it.skipIf(IS_ROOT)('is complained of when it may not be read', () => {
    chmodSync(write('project/portolan.yaml'), 0);
    expect(complaint()).toContain('cannot be read (EACCES)');
  });

  it.skipIf(IS_ROOT)('is not missed in a folder that is closed', () => {
    write('project/portolan.yaml');
    chmodSync(project, 0);
    expect(find()).toEqual([]);
  });

  if (IS_ROOT)
    console.warn('skipped: notes that may not be read (root may read all; test/e2e/overlay.test.ts has them)');
  else console.warn("skipped: a stranger's notes among other users' (needs root to give a file away)");
});
