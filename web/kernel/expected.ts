import type { TObject, TUnsafe } from 'typebox'
import type { Contract } from '#contract/index.ts'

type Reply<T> = { can: 'member'; reply: TUnsafe<T> }
type Page<T> = { items: T[]; next: string | null }
type Given<Part extends 'params' | 'query' | 'body', T> = { [P in Part]: TUnsafe<T> & TObject }
type View = {
  id: string
  list: string
  name: string
  shared: boolean
  isDefault: boolean
  state: Record<string, string | string[]>
}

/** The routes that the kit itself calls. What the contract declares goes first: an entry here only stands in for it. */
type Expected = {
  'GET /members': Reply<Page<{ id: string; fullName: string }>> & Given<'query', { limit?: number }>
  'GET /search': Reply<{
    items: { id: string; kind: string; title: string; subtitle?: string | null; url: string }[]
  }> &
    Given<'query', { q: string }>
  'GET /views': Reply<{ items: View[] }> & Given<'query', { list: string }>
  'PATCH /me': { can: 'member' } & Given<'body', { locale?: 'es' | 'en'; theme?: 'auto' | 'light' | 'dark' }>
  'POST /views': Reply<View> & Given<'body', Omit<View, 'id'>>
  'PATCH /views/:id': Reply<View> & Given<'params', { id: string }> & Given<'body', Partial<Omit<View, 'id' | 'list'>>>
  'DELETE /views/:id': { can: 'member' } & Given<'params', { id: string }>
}

export type Wire = Contract & Omit<Expected, keyof Contract>
