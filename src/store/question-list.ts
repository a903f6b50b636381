import { parameterText, type ParameterKind, type ParameterName } from './parameter-list.ts';
import { QUESTIONS } from './questions/all.ts';
import type { AnswerColumn } from './ask.ts';

export interface ParameterInBrief {
  readonly name: ParameterName;
  readonly kind: ParameterKind;
  readonly description: string;
  /** Used where it is not given; null for none. */
  readonly default: string | null;
  readonly isRequired: boolean;
}

/** A question with what it takes and gives, as data. */
export interface QuestionInBrief {
  readonly name: string;
  readonly description: string;
  readonly parameters: readonly ParameterInBrief[];
  readonly parts: readonly {
    readonly name: string;
    readonly title: string;
    readonly columns: readonly AnswerColumn[];
  }[];
}

/** All questions, for whoever cannot read help: the API, and programs. */
export function listQuestions(): QuestionInBrief[] {
  return QUESTIONS.map(({ name, description, parameters, defaults, argument, parts }) => ({
    name,
    description,
    parameters: parameters.map((parameter) => ({
      name: parameter,
      kind: parameterText(parameter).kind,
      description: parameterText(parameter).description,
      default: defaults[parameter] ?? null,
      isRequired: argument?.isRequired === true && argument.name === parameter,
    })),
    parts: parts.map((part) => ({
      name: part.name,
      title: part.title,
      columns: part.columns.map((column) => ({ name: column.name, kind: column.kind, meaning: column.meaning })),
    })),
  }));
}
