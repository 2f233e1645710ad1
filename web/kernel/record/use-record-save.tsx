import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ApiProblem, api, etagOf, type GetKey, type InputOf, keepEtag, type ReplyOf } from '../api.ts'
import { useT } from '../i18n.tsx'
import { type ActKey, invalidate, queryKeyOf, ruleText } from '../query.ts'
import { useToast } from '../toast.tsx'
import { type Conflict, ConflictDialog } from './conflict-dialog.tsx'

type Fields = Record<string, unknown>
type Given<G extends GetKey, P extends ActKey> = {
  get: G
  patch: P
  params: { id: string } & Record<string, string>
  /** Words for the fields, for the dialog of a conflict. */
  labels?: Partial<Record<keyof BodyOf<P> & string, string>>
  invalidates?: readonly string[]
  /** Told which value of each field was chosen in the dialog, before it is saved. */
  onResolved?: (kept: Record<string, unknown>) => void
}
type BodyOf<P extends ActKey> = InputOf<P> extends { body?: infer B } ? NonNullable<B> : Fields

/**
 * Saves single fields of a record at once. Sends If-Match; when somebody else changed the record meanwhile, other fields
 * are merged silently, and only the same field changed by both opens the three-way dialog. Render `dialog` on the page.
 * `save(change, begun)`: what was on the screen at `begun` (`performance.now()`) counts as "before", although a live
 * refresh has replaced it since. It answers why the value was refused, if the server said so of a field.
 */
export function useRecordSave<G extends GetKey, P extends ActKey>({
  get,
  patch,
  params,
  labels,
  invalidates,
  onResolved,
}: Given<G, P>) {
  const client = useQueryClient()
  const toast = useToast()
  const t = useT()
  const [conflict, setConflict] = useState<{ conflicts: Conflict[]; rest: Fields } | null>(null)
  const input = { params } as unknown as InputOf<G>
  const queryKey = queryKeyOf(get, input)
  const prefixes = invalidates ?? [`/${get.split('/')[1]}`]

  const send = (body: Fields, ifMatch: string | undefined) =>
    (api as (key: P, input: object, options: object) => Promise<ReplyOf<P>>)(
      patch,
      { params, body },
      ifMatch ? { ifMatch } : {},
    )
  const read = () => (api as (key: G, input: InputOf<G>) => Promise<ReplyOf<G>>)(get, input)

  const cached = () => client.getQueryData(queryKey) as Fields | undefined
  const seen = useSeen(cached)

  const save = async (change: Partial<BodyOf<P>>, begun?: number): Promise<string | undefined> => {
    let refusal: string | undefined
    const now = cached()
    const before = begun === undefined ? now : (seen(begun) ?? now)
    const body = change as Fields
    await client.cancelQueries({ queryKey, exact: true })
    if (now && before && conflictsOf(before, body, now).length > 0) {
      await settle(before, body, now)
      return
    }
    if (now) client.setQueryData(queryKey, keepEtag(now, { ...now, ...body }))
    try {
      await send(body, etagOf(now))
    } catch (error) {
      client.setQueryData(queryKey, now)
      if (error instanceof ApiProblem && error.status === 412 && before) {
        const theirs = (await read()) as Fields
        client.setQueryData(queryKey, theirs)
        await settle(before, body, theirs)
      } else {
        toast.failed(error)
        const [wrong] = error instanceof ApiProblem ? error.errors : []
        refusal = wrong && ruleText(t, wrong)
      }
    }
    await invalidate(client, ...prefixes)
    return refusal
  }

  const conflictsOf = (before: Fields, mine: Fields, theirs: Fields): Conflict[] =>
    Object.keys(mine)
      .map((field) => ({
        ...{ field, before: before[field], mine: mine[field], theirs: theirs[field] },
        label: (labels as Record<string, string> | undefined)?.[field] ?? field,
      }))
      .filter((one) => clash(one))

  /** Asks about what both changed; the rest is sent. */
  const settle = async (before: Fields, mine: Fields, theirs: Fields) => {
    const conflicts = conflictsOf(before, mine, theirs)
    const clashing = new Set(conflicts.map(({ field }) => field))
    const rest = Object.fromEntries(Object.entries(mine).filter(([field]) => !clashing.has(field)))
    if (conflicts.length > 0) setConflict({ conflicts, rest })
    else await send(rest, etagOf(theirs)).then(() => toast.info(t('kit.conflict.merged')), toast.failed)
  }

  const dialog: ReactNode = conflict && (
    <ConflictDialog
      conflicts={conflict.conflicts}
      onClose={() => setConflict(null)}
      onResolve={(kept) => {
        setConflict(null)
        onResolved?.(kept)
        void save({ ...conflict.rest, ...kept } as Partial<BodyOf<P>>)
      }}
    />
  )
  return { save, dialog }
}

type Seen = { at: number; data: Fields }
const mostSeen = 50

/** Remembers what the record was on the screen: `seen(at)` answers what it was then. */
function useSeen(cached: () => Fields | undefined): (at: number) => Fields | undefined {
  const past = useRef<Seen[]>([])
  useEffect(() => {
    const data = cached()
    if (data && data !== past.current.at(-1)?.data)
      past.current = [...past.current.slice(1 - mostSeen), { at: performance.now(), data }]
  })
  return (at) => (past.current.findLast((one) => one.at <= at) ?? past.current[0])?.data
}

/** Both changed the value, each to another one. Of a group such as the custom fields only the parts in question count. */
function clash({ before, mine, theirs }: Conflict): boolean {
  const part = (value: unknown) =>
    isGroup(mine) && isGroup(value) ? Object.fromEntries(Object.keys(mine).map((key) => [key, value[key]])) : value
  return !equal(part(theirs), part(before)) && !equal(part(theirs), mine)
}
const isGroup = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const equal = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
