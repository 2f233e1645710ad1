import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ApiProblem, api, etagOf, type GetKey, type InputOf, keepEtag, type ReplyOf } from '../api.ts'
import { useT } from '../i18n.tsx'
import { type ActKey, invalidate, queryKeyOf } from '../query.ts'
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
}
type BodyOf<P extends ActKey> = InputOf<P> extends { body?: infer B } ? NonNullable<B> : Fields

/**
 * Saves single fields of a record at once. Sends If-Match; when somebody else changed the record meanwhile, other fields
 * are merged silently, and only the same field changed by both opens the three-way dialog. Render `dialog` on the page.
 */
export function useRecordSave<G extends GetKey, P extends ActKey>({
  get,
  patch,
  params,
  labels,
  invalidates,
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

  const save = async (change: Partial<BodyOf<P>>): Promise<void> => {
    const before = client.getQueryData(queryKey) as Fields | undefined
    const body = change as Fields
    await client.cancelQueries({ queryKey, exact: true })
    if (before) client.setQueryData(queryKey, keepEtag(before, { ...before, ...body }))
    try {
      await send(body, etagOf(before))
    } catch (error) {
      client.setQueryData(queryKey, before)
      if (error instanceof ApiProblem && error.status === 412 && before) await mergeWith(before, body)
      else toast.failed(error)
    }
    await invalidate(client, ...prefixes)
  }

  const mergeWith = async (before: Fields, mine: Fields) => {
    const theirs = (await read()) as Fields
    client.setQueryData(queryKey, theirs)
    const conflicts = Object.keys(mine)
      .filter((field) => !equal(theirs[field], before[field]) && !equal(theirs[field], mine[field]))
      .map((field) => ({
        ...{ field, before: before[field], mine: mine[field], theirs: theirs[field] },
        label: (labels as Record<string, string> | undefined)?.[field] ?? field,
      }))
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
        void save({ ...conflict.rest, ...kept } as Partial<BodyOf<P>>)
      }}
    />
  )
  return { save, dialog }
}

const equal = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
