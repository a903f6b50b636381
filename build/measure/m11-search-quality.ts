import {
  askAll,
  hitRate,
  meanReciprocal,
  readQuestions,
  type QuestionFile,
} from '../../bench/search/search-quality.ts';
import type { Figure, Measure } from './figure.ts';
import { builtKnowledge } from './ground.ts';

const FILES: readonly (readonly [file: QuestionFile, name: string])[] = [
  ['queries', 'questions the search was tuned by'],
  ['held-out', 'questions held out while it was tuned'],
];

/** Whether a search gives what people mean first, beside a substring search over the registry (whatportis --like). */
export const searchQuality: Measure = {
  id: 'M11',
  title: 'search, beside a substring search as whatportis does it',
  run() {
    return FILES.flatMap(([file, name]) => {
      const asked = askAll(builtKnowledge(), readQuestions(file));
      const ours = asked.map((one) => one.ours);
      const substring = asked.map((one) => one.substring);
      const of = `${asked.length} ${name}`;
      return [
        beside(`right hit first (hit@1), ${of}`, hitRate(ours, 1), hitRate(substring, 1)),
        beside(`mean reciprocal rank of ten (MRR@10), ${of}`, meanReciprocal(ours), meanReciprocal(substring)),
      ];
    });
  },
};

function beside(what: string, ours: number, baseline: number): Figure {
  return {
    what,
    figure: `${ours.toFixed(3)}, the baseline ${baseline.toFixed(3)}`,
    value: ours,
    target: 'above the baseline',
    verdict: ours > baseline ? 'held' : 'missed',
    note: null,
    list: [],
  };
}
