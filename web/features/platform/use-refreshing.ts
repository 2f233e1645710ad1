import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { GetKey } from '../../kernel/api.ts'
import { invalidate, type RowOf } from '../../kernel/query.ts'

const pauseMs = 1500

/** Looks again while a row on screen is still moving: progress is not an event, so nobody announces it. */
export function useRefreshing<K extends GetKey>(
  key: K,
  prefixes: readonly string[],
  moves: (row: RowOf<K>) => boolean,
) {
  const client = useQueryClient()
  // biome-ignore lint/correctness/useExhaustiveDependencies: one timer for the life of the screen
  useEffect(() => {
    const timer = setInterval(() => {
      const shown = client.getQueriesData<{ pages?: { items: RowOf<K>[] }[] }>({
        predicate: ({ queryKey }) => queryKey[0] === key.slice(4),
      })
      if (shown.some(([, data]) => data?.pages?.some((page) => page.items.some(moves))))
        void invalidate(client, ...prefixes)
    }, pauseMs)
    return () => clearInterval(timer)
  }, [])
}
