/** Writes the compiled netfilter scanner:   node scripts/run-ts.mjs build/scanner/write.ts FILE */
import { writeFileSync } from 'node:fs';
import { compileScanner } from './compile-scanner.ts';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('no file was named');
writeFileSync(file, compileScanner());
