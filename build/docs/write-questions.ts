import { writeFileSync } from 'node:fs';
import { questionsPage } from './questions-page.ts';

writeFileSync('docs/reference/questions.md', questionsPage());
