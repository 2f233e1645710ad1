import type { Question } from '#contract/training-parts.ts'
import type { FieldError } from '#kernel/problem.ts'

export type Answers = Readonly<Record<string, readonly string[]>>
export type Judged = {
  questionId: string
  isRight: boolean
  givenIds: string[]
  rightIds: string[]
  explanation: string
}

/** What is wrong with a quiz before anybody takes it: every question needs its right answer, and only `multiple` several. */
export function quizErrors(questions: readonly Question[]): FieldError[] {
  const errors: FieldError[] = []
  const seen = new Set<string>()
  for (const [index, question] of questions.entries()) {
    const pointer = `/questions/${index}`
    if (seen.has(question.id)) errors.push({ pointer: `${pointer}/id`, rule: 'unique' })
    seen.add(question.id)
    if (question.text.trim() === '') errors.push({ pointer: `${pointer}/text`, rule: 'required' })
    errors.push(...optionErrors(question, `${pointer}/options`))
  }
  return errors
}

function optionErrors({ kind, options }: Question, pointer: string): FieldError[] {
  const right = options.filter((option) => option.isRight).length
  const ids = new Set(options.map((option) => option.id))
  const errors: FieldError[] = []
  if (ids.size < options.length) errors.push({ pointer, rule: 'unique' })
  if (kind === 'true_false') {
    if (options.length !== 2 || !ids.has('true') || !ids.has('false')) errors.push({ pointer, rule: 'true_and_false' })
  } else
    for (const [index, option] of options.entries())
      if (option.text.trim() === '') errors.push({ pointer: `${pointer}/${index}/text`, rule: 'required' })
  if (right === 0) errors.push({ pointer, rule: 'right_answer_required' })
  else if (right > 1 && kind !== 'multiple') errors.push({ pointer, rule: 'one_right_answer' })
  return errors
}

/** Answers to questions or options that the quiz does not have. */
export const answerErrors = (
  questions: readonly Question[],
  answers: readonly { questionId: string; optionIds: readonly string[] }[],
): FieldError[] => {
  const known = new Map(
    questions.map((question) => [question.id, new Set(question.options.map((option) => option.id))]),
  )
  return answers.flatMap(({ questionId, optionIds }, index) => {
    const options = known.get(questionId)
    if (!options) return [{ pointer: `/answers/${index}/questionId`, rule: 'unknown_record' }]
    const strange = optionIds.findIndex((id) => !options.has(id))
    return strange < 0 ? [] : [{ pointer: `/answers/${index}/optionIds/${strange}`, rule: 'unknown_record' }]
  })
}

/** A question counts whole or not at all: exactly its right options. The score is whole percent, rounded down. */
export function judge(questions: readonly Question[], answers: Answers, passMark: number) {
  const results = questions.map((question): Judged => {
    const rightIds = question.options.filter((option) => option.isRight).map((option) => option.id)
    const givenIds = [...(answers[question.id] ?? [])]
    const isRight = givenIds.length === rightIds.length && rightIds.every((id) => givenIds.includes(id))
    return { questionId: question.id, isRight, givenIds, rightIds, explanation: question.explanation }
  })
  const right = results.filter((result) => result.isRight).length
  return {
    results,
    score: Math.floor((100 * right) / questions.length),
    passed: 100 * right >= passMark * questions.length,
  }
}

/** Questions and options in an order that the attempt alone decides: the same whenever it is looked at. Yes and no stay. */
export const inOrderOf = (attemptId: string, questions: readonly Question[]): Question[] =>
  shuffle(questions, `${attemptId}`).map((question) =>
    question.kind === 'true_false'
      ? question
      : { ...question, options: shuffle(question.options, `${attemptId} ${question.id}`) },
  )

/** Fisher–Yates over a generator seeded by the text (FNV-1a into mulberry32). */
function shuffle<T>(items: readonly T[], seed: string): T[] {
  const next = generator(seed)
  const out = [...items]
  for (let last = out.length - 1; last > 0; last--) {
    const at = Math.floor(next() * (last + 1))
    const moved = out[last]!
    out[last] = out[at]!
    out[at] = moved
  }
  return out
}

function generator(seed: string): () => number {
  let state = 0x811c9dc5
  for (let index = 0; index < seed.length; index++) state = Math.imul(state ^ seed.charCodeAt(index), 0x01000193)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
