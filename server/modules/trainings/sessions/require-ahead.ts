import { Problem } from '#kernel/problem.ts'
import type { SessionRow } from './select-sessions.ts'

export function requireAhead({ startsAt, cancelledAt }: Pick<SessionRow, 'startsAt' | 'cancelledAt'>, at: Date) {
  if (cancelledAt || startsAt <= at) throw new Problem('session_over')
}
