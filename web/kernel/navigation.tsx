import { Link as RouterLink, useNavigate, useParams, useSearch as useRouterSearch } from '@tanstack/react-router'
import { type AnchorHTMLAttributes, type Ref, useCallback, useEffect } from 'react'
import { brand } from '#contract/brand.ts'

export type Search = Record<string, string | string[]>

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> }
/** A link inside the app: `<Link to="/contacts/42">`, also with a query. For Mantine: `component={Link}`. */
export function Link({ to, search, ...props }: AnchorProps & { to: string; search?: Search }) {
  // Only the very page is the current one: `/settings` is not when `/settings/jobs` is on screen.
  return <RouterLink {...targetOf(to, search)} activeOptions={exactly} {...props} />
}
const exactly = { exact: true, includeSearch: false }

/** The router wants path and query apart; favourites and notifications keep whole addresses. */
function targetOf(to: string, search: Search | undefined): { to: string; search?: Search } {
  const [path = to, query] = to.split('?', 2)
  if (search) return { to: path, search }
  return query === undefined ? { to: path } : { to: path, search: parseSearch(query) }
}

/** `go('/contacts/42')`, `go('/contacts', { search: { temperature: 'hot' } })`. */
export function useGo() {
  const navigate = useNavigate()
  return useCallback(
    (to: string, { search, ...options }: { search?: Search; replace?: boolean } = {}) =>
      void navigate({ ...targetOf(to, search), ...options }),
    [navigate],
  )
}

/** A named part of the address: `useParam('id')` on `/contacts/:id`. */
export function useParam(name: string): string {
  const value = (useParams({ strict: false }) as Record<string, string | undefined>)[name]
  if (value === undefined) throw new Error(`This address has no :${name}`)
  return value
}

/** The query of the address as plain strings, and how to change it without leaving the page. */
export function useSearch(): [Search, (search: Search, options?: { replace?: boolean }) => void] {
  const search = useRouterSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const set = useCallback(
    (next: Search, { replace = true } = {}) => void navigate({ to: '.', search: next, replace }),
    [navigate],
  )
  return [search, set]
}

/** Names the page in the browser's tab and for screen readers. */
export function usePageTitle(title: string | undefined) {
  useEffect(() => {
    document.title = title ? `${title} · ${brand.name}` : brand.name
  }, [title])
}

/** Plain query strings: `?state=a&state=b` ⇄ `{ state: ['a', 'b'] }`. */
export function parseSearch(text: string): Search {
  const search: Search = {}
  for (const [name, value] of new URLSearchParams(text)) {
    const known = search[name]
    search[name] = known === undefined ? value : [...(Array.isArray(known) ? known : [known]), value]
  }
  return search
}
export function stringifySearch(search: Record<string, unknown>): string {
  const pairs = Object.entries(search).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((one) => one !== undefined && one !== null && one !== '')
      .map((one) => [name, String(one)]),
  )
  return pairs.length ? `?${new URLSearchParams(pairs)}` : ''
}
