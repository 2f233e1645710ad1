import type { noticesRoutes } from '#contract/notices.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import type { Handlers } from '#kernel/http.ts'
import { filled, Problem } from '#kernel/problem.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import type { Question } from './select-notices.ts'

type QuestionGiven = NonNullable<Parameters<Handlers<typeof noticesRoutes>['POST /notices']>[1]['body']['question']>

/** Throws 422 when the right answer is none of the options. */
export function questionOf(given: QuestionGiven | null): Question | null {
  if (!given) return null
  const options = given.options.map((option, index) => filled(option, `/question/options/${index}`))
  if (given.answer >= options.length)
    throw new Problem('unprocessable', {}, [{ pointer: '/question/answer', rule: 'right_answer' }])
  return {
    text: filled(given.text, '/question/text'),
    options,
    answer: given.answer,
    explanation: given.explanation?.trim() ?? '',
  }
}

export async function requireAhead(tx: Tx, workspaceId: string, at: Date, dueOn: string | null): Promise<void> {
  if (!dueOn) return
  const { timeZone } = await calendarOf(tx, workspaceId)
  if (dueOn < localDate(timeZone, at))
    throw new Problem('unprocessable', {}, [{ pointer: '/dueOn', rule: 'date_in_past' }])
}
