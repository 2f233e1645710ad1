import type { Search } from '../navigation.tsx'
import { useAct, useApi } from '../query.ts'

export type View = { id: string; list: string; name: string; shared: boolean; isDefault: boolean; state: Search }

/** The saved views of one list: the member's own and the shared ones. */
export function useViews(list: string | undefined) {
  const views = useApi(
    'GET /views',
    { query: { list: list ?? '' } },
    { enabled: list !== undefined, staleTime: 300_000 },
  )
  const invalidates = ['/views']
  return {
    items: list === undefined ? [] : ((views.data?.items ?? []) as View[]),
    loading: list !== undefined && views.isPending,
    create: useAct('POST /views', { invalidates }),
    update: useAct('PATCH /views/:id', { invalidates }),
    remove: useAct('DELETE /views/:id', { invalidates }),
  }
}
