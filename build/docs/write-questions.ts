import { writeFileSync } from 'node:fs';
import { questionsPage } from './questions-page.ts';

writeFileSync('docs/questions.md', questionsPage());
