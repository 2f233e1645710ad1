import { useCallback, useMemo } from 'react'
import { type Search, useSearch } from '../navigation.tsx'
import { type Column, type Filter, type Query, queryNamesOf } from './types.ts'
import { useViews } from './use-views.ts'

type Given<Row> = {
  viewsOf: string | undefined
  filters: readonly Filter[]
  columns: readonly Column<Row>[]
  defaultSort: string | undefined
}

/**
 * The whole state of a list, kept in the address: filters under their query names, `sort`, `columns`, `view`.
 * A bare address shows the member's default view, if there is one; `view=all` shows everything.
 */
export function useListState<Row>({ viewsOf, filters, columns, defaultSort }: Given<Row>) {
  const [search, setSearch] = useSearch()
  const views = useViews(viewsOf)
  const names = useMemo(() => filters.flatMap(queryNamesOf), [filters])
  const own = useMemo(() => new Set([...names, 'sort', 'columns', 'view']), [names])

  const bare = !Object.keys(search).some((name) => own.has(name))
  const view = views.items.find((one) => (bare ? one.isDefault : one.id === search.view)) ?? null
  const state: Search = view && bare ? { ...view.state, view: view.id } : search

  const set = useCallback(
    (patch: Record<string, string | string[] | undefined>) => {
      const merged = { ...state, ...patch }
      const next = Object.fromEntries(
        Object.entries(merged).filter(([, value]) => value !== undefined && value !== '' && value.length > 0),
      ) as Search
      // Without this mark an emptied address would fall back to the default view.
      if (Object.keys(next).length === 0) next.view = 'all'
      setSearch(next)
    },
    [state, setSearch],
  )

  const query: Query = useMemo(
    () => Object.fromEntries(names.filter((name) => state[name] !== undefined).map((name) => [name, state[name]!])),
    [names, state],
  )
  const chosen = [state.columns ?? []].flat()
  const sort = typeof state.sort === 'string' ? state.sort : defaultSort
  return {
    query,
    sort,
    view,
    views,
    state,
    set,
    setSort: (next: string | undefined) => set({ sort: next }),
    visible: chosen.length
      ? chosen.map((key) => columns.find((column) => column.key === key)).filter((column) => column !== undefined)
      : columns.filter((column) => !column.hidden),
    setColumns: (keys: string[] | undefined) => set({ columns: keys }),
    clearFilters: () => set(Object.fromEntries(names.map((name) => [name, undefined]))),
    applyView: (id: string) => {
      const next = views.items.find((one) => one.id === id)
      setSearch(next ? { ...next.state, view: id } : { view: 'all' }, { replace: false })
    },
    /** Whether the screen differs from the view it came from. */
    changed: view !== null && !sameState(view.state, state),
  }
}
export type ListState<Row> = ReturnType<typeof useListState<Row>>

/** What a view remembers: everything but its own id. */
export const rememberedState = ({ view: _, ...state }: Search): Search => state

const sameState = (a: Search, b: Search) => canonical(a) === canonical(b)
const canonical = (state: Search) =>
  JSON.stringify(Object.entries(rememberedState(state)).sort(([a], [b]) => (a < b ? -1 : 1)))
