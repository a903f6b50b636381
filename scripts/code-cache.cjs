/**
 * Writes V8's code cache of every chunk. Runs the common commands first, because a cache holds only functions that were
 * compiled by then. What they print goes nowhere.
 */
'use strict';

const { openSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { loadPortolan } = require('../bin/load.cjs');

/** The glance reads what was saved, and what whoever builds has saved should not be in the cache. */
process.env.XDG_STATE_HOME = '/nonexistent';

const COMMANDS = [['explain', '443'], ['sockets', '-tuanp'], []];

async function makeCodeCaches() {
  const scripts = new Map();
  const { run, createContext } = loadPortolan((name, script) => scripts.set(name, script));
  const nowhere = openSync('/dev/null', 'w');
  for (const command of COMMANDS) await run(command, createContext(nowhere, nowhere));
  for (const [name, script] of scripts) writeFileSync(join('dist', `${name}.cache`), script.createCachedData());
}

void makeCodeCaches();
