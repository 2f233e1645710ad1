import type { Agenda } from '#contract/meetings-parts.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { useAct, useApi } from '../../../kernel/query.ts'

/** The agenda of a meeting and what can be done with it; changes show at once and are taken back if refused. */
export function useAgenda(id: string) {
  const t = useT()
  const params = { id }
  const query = useApi('GET /meetings/:id/agenda', { params })
  const items = query.data?.items ?? []
  const order = useAct('PUT /meetings/:id/agenda/order', {
    optimistic: (input, patch) =>
      patch('GET /meetings/:id/agenda', { params }, (old) => reordered(old, input.body.keys)),
  })
  const change = useAct('PATCH /meetings/:id/agenda/:key', {
    optimistic: ({ params: { key }, body }, patch) => {
      const minutes = body?.minutes
      if (minutes === undefined) return
      patch('GET /meetings/:id/agenda', { params }, (old) => ({
        ...old,
        items: old.items.map((item) => (item.key === key ? { ...item, minutes } : item)),
      }))
    },
  })
  const add = useAct('POST /meetings/:id/agenda')
  const remove = useAct('DELETE /meetings/:id/agenda/:key', { done: t('meetings.agenda.removed') })
  const refresh = useAct('POST /meetings/:id/agenda/refresh', { done: t('meetings.agenda.refreshed') })
  return {
    agenda: query.data,
    error: query.error,
    /** Names matters only down to the last one that somebody placed: the rest keeps following its rank. */
    place: (keys: readonly string[], moved: string) => {
      const pinned = new Set([moved, ...items.filter((item) => item.pinned).map(({ key }) => key)])
      order.mutate({ params, body: { keys: keys.slice(0, keys.findLastIndex((key) => pinned.has(key)) + 1) } })
    },
    bringIn: (key: string) => order.mutate({ params, body: { keys: [...items.map((item) => item.key), key] } }),
    setMinutes: (key: string, minutes: number) => change.mutate({ params: { id, key }, body: { minutes } }),
    setState: (key: string, state: 'planned' | 'discussed' | 'postponed' | 'dismissed', reason?: string) =>
      change.mutateAsync({ params: { id, key }, body: { state, ...(reason && { reason }) } }),
    add: (body: { title: string; minutes?: number; departmentId?: string }) => add.mutateAsync({ params, body }),
    remove: (key: string) => remove.mutate({ params: { id, key } }),
    refresh: () => refresh.mutate({ params }),
    isAdding: add.isPending,
    isRefreshing: refresh.isPending,
  }
}
export type AgendaState = ReturnType<typeof useAgenda>

function reordered(old: Agenda, keys: readonly string[]): Agenda {
  const known = new Map([...old.items, ...old.leftOut].map((item) => [item.key, item]))
  const named = keys.flatMap((key) => known.get(key) ?? [])
  const rest = old.items.filter((item) => !keys.includes(item.key))
  return { ...old, items: [...named, ...rest], leftOut: old.leftOut.filter((item) => !keys.includes(item.key)) }
}
