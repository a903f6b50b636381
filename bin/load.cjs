'use strict';

const { readFileSync } = require('node:fs');
const { Script } = require('node:vm');

const DIST = `${__dirname}/../dist`;
const ENTRY = 'portolan.cjs';

/**
 * Loads the bundle as require() would, but with V8's code cache where one was made by this very version of Node (V8
 * refuses any other and compiles as usual). Null, after a word on stderr, when nothing was built yet.
 *
 * `onScript` is told of every chunk that is loaded: the script that makes the caches listens there.
 */
exports.loadPortolan = function loadPortolan(onScript) {
  const loaded = new Map();

  function load(name) {
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const file = `${DIST}/${name}`;
    const chunk = { exports: {} };
    loaded.set(name, chunk);
    const source = readFileSync(file, 'latin1'); // the bundler writes ASCII, and latin1 is read without a check
    const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
      filename: file,
      cachedData: readCache(`${file}.cache`),
    });
    const requireFrom = (id) => (id.startsWith('./') ? load(id.slice(2)) : require(id));
    script.runInThisContext()(chunk.exports, requireFrom, chunk, file, DIST);
    onScript?.(name, script);
    return chunk.exports;
  }

  try {
    return load(ENTRY);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    process.stderr.write('portolan: not built yet. In a checkout, npm start builds it once.\n');
    process.exitCode = 3;
    return null;
  }
};

function readCache(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined; // never made: it is only for speed
  }
}
