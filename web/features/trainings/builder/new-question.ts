import type { Question } from '#contract/training-parts.ts'

export const newId = () => crypto.randomUUID().slice(0, 12)

/** With what it takes to be answered: two options, the first of them right. */
export function newQuestion(kind: Question['kind']): Question {
  const options =
    kind === 'true_false'
      ? ['true', 'false'].map((id) => ({ id, text: '', isRight: id === 'true' }))
      : [true, false].map((isRight) => ({ id: newId(), text: '', isRight }))
  return { id: newId(), kind, text: '', explanation: '', options }
}
