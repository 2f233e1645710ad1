import { useState } from 'react'
import { useLocale } from './i18n.tsx'
import { useAct, useApi } from './query.ts'

const askEveryMs = 500

/** Loads the demo company; while it does, `days` says how many days of its story are told of how many. */
export function useDemo(options: { quiet?: boolean } = {}) {
  const { locale } = useLocale()
  const [load] = useState(() => crypto.randomUUID())
  const { mutateAsync, isPending } = useAct('POST /demo', { ...options, invalidates: [] })
  const progress = useApi(
    'GET /demo/progress',
    { query: { load } },
    { enabled: isPending, refetchInterval: askEveryMs, staleTime: 0 },
  )
  return { load: () => mutateAsync({ body: { locale, load } }), isPending, days: progress.data }
}
