/**
 * Builds dist/: the compiled knowledge base, the netfilter scanner, the command line as a few CommonJS chunks, V8's code
 * cache of each, the man page, the JSON Schemas and the page of `serve`.
 * Why so: docs/decisions/0003-start-up.md has the figures.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { writeThirdPartyLicences } from './third-party.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Commands that must start as fast as Node can. */
const FAST_COMMANDS = ['explain', 'glance', 'sockets'];
// Knowledge that does not build must not cost the program that was built before.
const KNOWLEDGE = 'node_modules/.cache/portolan/knowledge.bin';
/** What the page is made of, for the licences. */
const WEB_MODULES = 'node_modules/.cache/portolan/web-modules.json';
const FINGERPRINTS = 'node_modules/.cache/portolan/fingerprints.json';
run('scripts/run-ts.mjs', 'build/knowledge/compile.ts', KNOWLEDGE);
rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
copyFileSync(KNOWLEDGE, 'dist/knowledge.bin');
copyFileSync(FINGERPRINTS, 'dist/fingerprints.json');
const bundle = await build({
  root: ROOT,
  configFile: false,
  logLevel: 'warn',
  esbuild: { charset: 'ascii' }, // bin/load.cjs reads the chunks as latin1
  define: { 'import.meta.dirname': '__dirname' },
  // Without the condition `node`, yaml is ES modules, which can be shaken and put into a chunk of their own.
  ssr: { noExternal: true, resolve: { conditions: ['module', 'import', 'default'] } },
  build: {
    ssr: 'src/cli/portolan.ts',
    outDir: 'dist',
    emptyOutDir: false,
    target: 'node20',
    minify: 'esbuild',
    rollupOptions: {
      onwarn: (warning, warn) => warning.code === 'INVALID_ANNOTATION' || warn(warning), // zod's comments
      output: {
        format: 'cjs',
        entryFileNames: '[name].cjs',
        chunkFileNames: '[name].cjs',
        manualChunks: chunkOf,
        exports: 'named',
      },
    },
  },
});
run('scripts/run-ts.mjs', 'build/web/build.ts', 'dist/web', WEB_MODULES);
writeThirdPartyLicences(
  ROOT,
  [
    ...bundle.output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : [])),
    ...JSON.parse(readFileSync(WEB_MODULES, 'utf8')),
  ],
  'dist/THIRD-PARTY-LICENCES.txt',
);
run('scripts/run-ts.mjs', 'build/scanner/write.ts', 'dist/netfilter-scan.wasm');
run('scripts/run-ts.mjs', 'build/man/write.ts', 'dist/man/portolan.1');
run('scripts/run-ts.mjs', 'build/contract/write-schemas.ts', 'dist/schemas');
run('scripts/run-ts.mjs', 'build/contract/write-openapi.ts', 'dist/openapi.json');
run('scripts/code-cache.cjs');
run('scripts/build-library.mjs');

/** What is loaded together: what every command needs, one chunk a command, and the sockets lens in two steps. */
function chunkOf(id) {
  const path = id.slice(ROOT.length);
  if (path.startsWith('src/cli/topics/traffic-')) return 'traffic-topics';
  if (path.startsWith('src/cli/topics/audit-')) return 'audit-topics';
  if (path.startsWith('src/cli/topics/store-')) return 'store-topics';
  if (/^src\/cli\/topics\/(?!topics\.ts)/.test(path)) return 'topics';
  if (path.startsWith('src/cli/completion/')) return 'completion';
  if (path === 'src/cli/exit-meanings.ts') return 'help';
  if (/^src\/cli\/(help|envelope|asked-ports)\.ts$/.test(path)) return path.slice('src/cli/'.length, -'.ts'.length);
  if (/^src\/cli\/commands\/explain\/(holders|listeners-text)\.ts$/.test(path)) {
    return path.endsWith('holders.ts') ? 'snapshot' : 'listeners-text';
  }
  if (path === 'src/cli/saved/file-schema.ts') return 'snapshot-file';
  // Where snapshots lie is asked by every glance; what reads them is loaded when there is one.
  if (path === 'src/cli/saved/places.ts') return 'sockets-lens';
  if (/^src\/(sockets\/diff|cli\/saved)\//.test(path)) return 'diff';
  if (/^src\/cli\/(table|byte-text)\.ts$/.test(path)) return 'sockets';
  if (/^src\/(sockets\/(commands|macos|windows)\/|cli\/snapshot\/(other-systems|node-command-runner)\.ts$)/.test(path))
    return 'other-systems';
  if (path.startsWith('src/knowledge/search/')) return 'search';
  if (path === 'src/knowledge/describe-sign.ts') return 'knowledge-patterns';
  if (path.startsWith('src/ports/')) return 'ports';
  if (path.startsWith('node_modules/zod/')) return 'zod';
  if (path.startsWith('node_modules/yaml/')) return 'overlay';
  if (/^(node_modules\/@modelcontextprotocol|src\/server\/mcp)\//.test(path)) return 'mcp';
  // What judges is loaded when the page is there.
  if (path.startsWith('src/demo/audit/')) return 'demo-audit';
  if (path.startsWith('src/demo/')) return 'demo';
  // Agents ask the same, without a web framework.
  if (path.startsWith('src/server/api/')) return 'api';
  if (/^(node_modules\/(@hono|hono)|src\/server)\//.test(path)) return 'server';
  // What help and completion know of the store: where it is, its questions by name, and what they may be asked with.
  if (
    /^src\/(cli\/(store\/store|collect\/snapshots|collect\/live)-flags?|store\/(location|words|question-names|parameter-list))\.ts$/.test(
      path,
    )
  )
    return 'commands';
  if (/^src\/(ingest\/nats|cli\/collect\/nats-access|cli\/commands\/serve\/nats-inputs)/.test(path)) return 'nats';
  if (/^src\/cli\/(collect\/|store\/store-server\.ts$)/.test(path)) return 'ingest';
  if (path.startsWith('src/cli/commands/doctor/store/')) return 'doctor-store';
  // With zod.
  if (path.startsWith('src/ingest/documents/schema')) return 'ingest-documents';
  if (path.startsWith('src/ingest/')) return 'ingest';
  if (/^src\/cli\/store\/(backup-told|open-existing-store|with-store)\.ts$/.test(path)) return 'store';
  if (path.startsWith('src/store/')) return 'store';
  if (/^src\/(yaml\/|overlay\/(read-overlay|schema)\.ts$)/.test(path)) return 'overlay';
  if (/^src\/(overlay\/read-service-list|knowledge\/service-list)\.ts$/.test(path)) return 'service-list';
  if (/^src\/(cli|sockets)\/watch\//.test(path)) return 'watch';
  const [, command, file] = /^src\/cli\/commands\/([\w-]+)\/(.*)$/.exec(path) ?? [];
  // What a command says of itself lies with it where it must start fast, and with all the others where it need not.
  if (file === 'command.ts') return FAST_COMMANDS.includes(command) ? command : 'commands';
  if (command === 'traffic' && file.startsWith('live')) return 'traffic-live';
  if (command !== undefined) return command;
  if (path === 'src/cli/topics/topics.ts') return 'commands';
  if (/^src\/knowledge\/(answer|query|physical-port)\.ts$/.test(path)) return 'explain';
  if (/^src\/sockets\/(kill-(plan|refusal|run)|port-proxy)\.ts$/.test(path)) return 'kill';
  // Each of these two parts of the sockets lens has one command.
  const part = /^src\/sockets\/(?:linux\/)?(ephemeral|hidden)/.exec(path)?.[1];
  if (part !== undefined) return part;
  if (/^src\/(sockets\/(linux\/netlink\/|socket-details)|cli\/snapshot\/netlink-transport)/.test(path))
    return 'netlink';
  // Listening and starting journalctl load parts of Node that reading a file does not need.
  if (
    /^src\/traffic\/(live\/|state\/|patterns\/fingerprint|input\/(file-place|follow|journal|listen|standard-input|state-))/.test(
      path,
    )
  )
    return 'traffic-live';
  // Where Node has it itself, it is never loaded.
  if (/^(node_modules\/fzstd|src\/traffic\/input\/zstd-bytes)/.test(path)) return 'zstd';
  if (path.startsWith('src/traffic/')) return 'traffic';
  // Needed only with --fingerprints.
  if (path.startsWith('src/audit/identify/recog/')) return 'recog';
  if (/^src\/audit\/policy\/(read-policy|schema)\.ts$/.test(path)) return 'audit-policy';
  if (path.startsWith('src/audit/diff/') || path === 'src/cli/audit/diff-text.ts') return 'audit-diff';
  // The doctor asks for it too.
  if (path === 'src/audit/vantage/outside-programs.ts') return 'outside-programs';
  if (/^src\/(cli\/)?audit\//.test(path)) return 'audit';
  if (path.startsWith('src/html/')) return 'html';
  if (path.startsWith('src/report/') || path.startsWith('src/sockets/report/html/')) return 'report';
  if (path.startsWith('src/findings/')) return 'findings';
  const isReading = /^src\/sockets\/(linux\/|address-column|row-index|socket-table|state|owner-index|snapshot\.)/.test(
    path,
  );
  if (isReading || /^src\/cli\/snapshot\/(take-snapshot|many-sockets)\.ts$/.test(path)) return 'snapshot';
  if (/^src\/(sockets|cli\/snapshot)\//.test(path)) return 'sockets-lens';
  return 'portolan';
}

function run(script, ...args) {
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}
