import {
  keepPreviousData,
  type MutateOptions,
  QueryClient,
  replaceEqualDeep,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { type ReactNode, useMemo, useRef } from 'react'
import { ApiProblem, api, type FieldError, type GetKey, type InputOf, type Key, keepEtag, type ReplyOf } from './api.ts'
import { type Translate, useT } from './i18n.tsx'
import { useToast } from './toast.tsx'

export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // Only what may pass by itself is tried again; a refusal is an answer.
        retry: (count, error) =>
          count < 2 && error instanceof ApiProblem && (error.status === 0 || error.status >= 502),
        structuralSharing: (before, after) => keepEtag(after, replaceEqualDeep(before, after)),
      },
      mutations: { retry: false },
    },
  })

/** `['/contacts/:id', { params }]`: the route's path first, so that whole prefixes can be refreshed. */
export const queryKeyOf = (key: GetKey, input: unknown = {}) => [key.slice(4), input] as const

/** Refreshes every query whose route starts with the prefix, by whole segments: `/contacts` covers `/contacts/:id/score`. */
export const invalidate = (client: QueryClient, ...prefixes: readonly string[]) =>
  client.invalidateQueries({
    predicate: ({ queryKey: [path] }) =>
      prefixes.some((prefix) => path === prefix || (typeof path === 'string' && path.startsWith(`${prefix}/`))),
  })

export type ApiOptions = {
  enabled?: boolean
  refetchInterval?: number | false
  staleTime?: number
  keepPrevious?: boolean
}
type WithOptions<K extends Key> =
  object extends InputOf<K> ? [input?: InputOf<K>, options?: ApiOptions] : [input: InputOf<K>, options?: ApiOptions]

/** Reads a route and keeps it fresh; cached by route and input. */
export function useApi<K extends GetKey>(key: K, ...[input, options = {}]: WithOptions<K>) {
  const { keepPrevious, ...rest } = options
  return useQuery<ReplyOf<K>, Error>({
    queryKey: queryKeyOf(key, input),
    queryFn: ({ signal }) => call(key, input, signal),
    ...(keepPrevious && { placeholderData: keepPreviousData }),
    ...rest,
  })
}

type PageOf<K extends GetKey> = ReplyOf<K> extends { items: (infer R)[] } ? R : never
export type RowOf<K extends GetKey> = PageOf<K>

/** Reads a list page by page. `items` holds all rows so far; `total` is the approximate count when the route gives one. */
export function useApiPages<K extends GetKey>(key: K, ...[input, options = {}]: WithOptions<K>) {
  type Page = { items: RowOf<K>[]; next: string | null; approximateTotal?: number }
  const { keepPrevious, ...rest } = options
  const pages = useInfiniteQuery({
    queryKey: [...queryKeyOf(key, input), 'pages'],
    queryFn: async ({ pageParam, signal }): Promise<Page> => {
      const query = { ...(input as { query?: object } | undefined)?.query, after: pageParam ?? undefined }
      return (await call(key, { ...input, query } as unknown as InputOf<K>, signal)) as Page
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page) => page.next,
    ...(keepPrevious && { placeholderData: keepPreviousData }),
    ...rest,
  })
  return {
    ...pages,
    items: pages.data?.pages.flatMap((page) => page.items) ?? [],
    total: pages.data?.pages[0]?.approximateTotal,
  }
}

type Patch = <K extends GetKey>(key: K, input: InputOf<K> | undefined, change: (old: ReplyOf<K>) => ReplyOf<K>) => void
/** The part of a Mantine form that takes errors. */
export type FormErrors = { setErrors: (errors: Record<string, ReactNode>) => void }
export type ActKey = Exclude<Key, GetKey>
export type ActOptions<K extends ActKey> = {
  /** Route prefixes to refresh afterwards; the route's first segment by default. */
  invalidates?: readonly string[]
  /** Toast on success. */
  done?: string | ((reply: ReplyOf<K>, input: InputOf<K>) => string)
  /** Takes the act back; offered in the toast. */
  undo?: (reply: ReplyOf<K>, input: InputOf<K>) => Promise<unknown>
  /** Changes cached replies at once; taken back if the server refuses. */
  optimistic?: (input: InputOf<K>, patch: Patch) => void
  form?: FormErrors
  /** The caller shows failures itself. */
  quiet?: boolean
  ifMatch?: string
  /** Sends an Idempotency-Key that stays the same while the same input is tried again. */
  idempotent?: boolean
}

/**
 * An act on the server. Failures become translated toasts, field errors land on the form. A second press of what is already
 * under way joins it.
 */
export function useAct<K extends ActKey>(key: K, options: ActOptions<K> = {}) {
  const client = useQueryClient()
  const toast = useToast()
  const t = useT()
  const attempt = useRef({ input: '', id: '' })
  const prefixes = options.invalidates ?? [`/${key.split('/')[1]}`]

  const mutation = useMutation<ReplyOf<K>, Error, InputOf<K>, { restore: () => void }>({
    mutationFn: (input) => {
      const sent = JSON.stringify(input)
      if (attempt.current.input !== sent) attempt.current = { input: sent, id: crypto.randomUUID() }
      const { ifMatch, idempotent } = options
      const extra = { ...(ifMatch && { ifMatch }), ...(idempotent && { idempotencyKey: attempt.current.id }) }
      return (api as (key: K, input: InputOf<K>, extra: object) => Promise<ReplyOf<K>>)(key, input, extra)
    },
    onMutate: (input) => {
      const snapshots: [readonly unknown[], unknown][] = []
      options.optimistic?.(input, (route, where, change) => {
        const queryKey = queryKeyOf(route, where)
        void client.cancelQueries({ queryKey, exact: true })
        const old = client.getQueryData<ReplyOf<typeof route>>(queryKey)
        if (old === undefined) return
        snapshots.push([queryKey, old])
        client.setQueryData(queryKey, keepEtag(old, change(old)))
      })
      return {
        restore: () => {
          for (const [queryKey, old] of snapshots) client.setQueryData(queryKey, old)
        },
      }
    },
    onSuccess: (reply, input) => {
      attempt.current = { input: '', id: '' }
      const { done, undo } = options
      const takeBack =
        undo &&
        (() =>
          undo(reply, input)
            .catch(toast.failed)
            .finally(() => invalidate(client, ...prefixes)))
      if (done) toast.done(typeof done === 'function' ? done(reply, input) : done, takeBack ? { undo: takeBack } : {})
    },
    onError: (error, _input, context) => {
      context?.restore()
      const placed = options.form ? placeErrors(options.form, t, error) : 0
      if (!options.quiet && placed === 0) toast.failed(error)
    },
    onSettled: () => invalidate(client, ...prefixes),
  })
  type Start = (
    input: InputOf<K>,
    options?: MutateOptions<ReplyOf<K>, Error, InputOf<K>, { restore: () => void }>,
  ) => Promise<ReplyOf<K>>
  return { ...mutation, ...useOnce(mutation.mutateAsync as Start) }
}

/** Starts an act unless the very same is the last that was started and has not ended. */
function useOnce<I, R, O>(start: (input: I, options?: O) => Promise<R>) {
  const last = useRef<{ sent: string; reply: Promise<R> } | null>(null)
  return useMemo(() => {
    const mutateAsync = (input: I, options?: O): Promise<R> => {
      const sent = JSON.stringify(input)
      if (last.current?.sent === sent) return last.current.reply
      const act = {
        sent,
        reply: start(input, options).finally(() => {
          if (last.current === act) last.current = null
        }),
      }
      last.current = act
      return act.reply
    }
    const mutate = (input: I, options?: O) => void mutateAsync(input, options).catch(() => undefined)
    return { mutate, mutateAsync }
  }, [start])
}

/** Puts `errors[{pointer, rule}]` onto the form's fields and goes to the first of them; answers how many found their field. */
export function placeErrors(form: FormErrors, t: Translate, error: unknown) {
  if (!(error instanceof ApiProblem) || error.errors.length === 0) return 0
  // Of several rules of one field the first says most: a later one may only be that no alternative fits.
  form.setErrors(Object.fromEntries(error.errors.toReversed().map((one) => [fieldOf(one), ruleText(t, one)])))
  requestAnimationFrame(() => document.querySelector<HTMLElement>('form [aria-invalid=true]')?.focus())
  return error.errors.length
}

const fieldOf = ({ pointer }: FieldError) => pointer.replace(/^\/?(body\/)?/, '').replaceAll('/', '.')
/** What a refused field is told. */
export const ruleText = (t: Translate, { rule, params }: FieldError) =>
  t.has(`rules.${rule}`) ? t(`rules.${rule}`, params) : t('kit.invalid')

const call = <K extends GetKey>(key: K, input: InputOf<K> | undefined, signal: AbortSignal) =>
  (api as (key: K, input: InputOf<K> | undefined, options: object) => Promise<ReplyOf<K>>)(key, input, { signal })
