import { mkdirSync, writeFileSync } from 'node:fs';
import { apiPage } from './api-page.ts';

mkdirSync('docs/reference', { recursive: true });
writeFileSync('docs/reference/api.md', apiPage());
