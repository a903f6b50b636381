import type { Question } from '../question.ts';
import { topPorts } from './top-ports.ts';

/** All questions, in the order in which help lists them. */
export const QUESTIONS: readonly Question[] = [topPorts];
