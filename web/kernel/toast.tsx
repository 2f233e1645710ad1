import type { NotificationData } from '@mantine/notifications'
import { useMemo } from 'react'
import { ApiProblem } from './api.ts'
import { type Translate, useT } from './i18n.tsx'

export type Toast = {
  /** A finished act; with `undo` the toast stays longer and offers to take it back. */
  done: (text: string, options?: { undo?: () => unknown }) => void
  /** Says in the reader's words what went wrong. */
  failed: (error: unknown) => void
  info: (text: string) => void
}

export function useToast(): Toast {
  const t = useT()
  return useMemo(
    () => ({
      done: (text, { undo } = {}) => {
        show(
          { message: text, color: 'petrol', autoClose: undo ? 9000 : 4000 },
          undo && { label: t('kit.undo'), run: undo },
        )
      },
      failed: (error) => show({ message: problemText(t, error), color: 'red', autoClose: 9000, role: 'alert' }),
      info: (text) => show({ message: text, color: 'gray' }),
    }),
    [t],
  )
}

/** The toasts' own code is fetched with the first one. */
function show(data: NotificationData, act?: { label: string; run: () => unknown }) {
  void import('./toaster.tsx').then((toaster) => toaster.show(data, act))
}

/** The sentence for a failure: `problems.<code>`, with the request's id when nobody expected it. */
export function problemText(t: Translate, error: unknown): string {
  if (!(error instanceof ApiProblem)) return t('kit.problems.unexpected')
  if (error.code === 'network') return t('kit.problems.network')
  const known = `problems.${error.code}`
  if (t.has(known) && error.code !== 'server_error') return t(known, error.params)
  return error.requestId ? t('kit.problems.withRequest', { requestId: error.requestId }) : t('kit.problems.unexpected')
}
