import type { Contract } from '#contract/index.ts'
import type { Input, Reply } from '#contract/kit.ts'
import type { ProblemCode } from '#contract/problems.ts'

export type Key = keyof Contract & string
export type GetKey = Extract<Key, `GET ${string}`>
export type ReplyOf<K extends Key> = Reply<Contract[K]>

type Given<T> = { [P in keyof T as T[P] extends undefined ? never : P]: T[P] }
type Loose<T> = { [P in keyof T as object extends T[P] ? never : P]: T[P] } & {
  [P in keyof T as object extends T[P] ? P : never]?: T[P]
}
/** What a route takes: `params`, `query` and `body`, each only if the route has it; optional where all of it is. */
export type InputOf<K extends Key> = Loose<Given<Input<Contract[K]>>>
export type InputArgument<K extends Key> = object extends InputOf<K> ? [input?: InputOf<K>] : [input: InputOf<K>]

export type CallOptions = {
  /** ETag of the version that was edited; the server answers 412 when the record has moved on. */
  ifMatch?: string
  idempotencyKey?: string
  signal?: AbortSignal
}
export type FieldError = { pointer: string; rule: string; params?: Record<string, string | number> }

/** A refused or failed call. `code` is a ProblemCode, or `network` when no answer came, or `unreadable`. */
export class ApiProblem extends Error {
  readonly code: ProblemCode | 'network' | 'unreadable'
  readonly params: Record<string, string | number>
  readonly errors: readonly FieldError[]
  readonly requestId: string | undefined
  readonly status: number
  constructor(status: number, data: Partial<Pick<ApiProblem, 'code' | 'params' | 'errors' | 'requestId'>>) {
    super(data.code ?? 'unreadable')
    this.name = 'ApiProblem'
    this.code = data.code ?? 'unreadable'
    this.params = data.params ?? {}
    this.errors = data.errors ?? []
    this.requestId = data.requestId
    this.status = status
  }
}

/** Calls a route of the contract. Resolves with its reply (undefined for 204); rejects with `ApiProblem`. */
export async function api<K extends Key>(
  key: K,
  ...[input, options = {}]: object extends InputOf<K>
    ? [input?: InputOf<K>, options?: CallOptions]
    : [input: InputOf<K>, options?: CallOptions]
): Promise<ReplyOf<K>> {
  const { body } = (input ?? {}) as Parts
  const headers: Record<string, string> = { accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (options.ifMatch) headers['if-match'] = options.ifMatch
  if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey
  const response = await fetch(urlOf(key, ...([input] as InputArgument<K>)), {
    method: key.slice(0, key.indexOf(' ')),
    headers,
    credentials: 'same-origin',
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(options.signal && { signal: options.signal }),
  }).catch((error: unknown) => {
    if (options.signal?.aborted) throw error
    throw new ApiProblem(0, { code: 'network' })
  })
  const data: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined)
  return settle<K>(response.status, data, response.headers.get('etag'))
}

/**
 * Sends a multipart form (files) to a route and reports the bytes sent, 0 to 1.
 * Aborting the signal rejects with an AbortError.
 */
export function upload<K extends Key>(
  key: K,
  call: {
    params?: Record<string, string>
    form: FormData
    onProgress?: (share: number) => void
    signal?: AbortSignal
    idempotencyKey?: string
  },
): Promise<ReplyOf<K>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(key.slice(0, key.indexOf(' ')), addressOf(key, { params: call.params ?? {} }))
    request.responseType = 'json'
    if (call.idempotencyKey) request.setRequestHeader('idempotency-key', call.idempotencyKey)
    request.upload.onprogress = ({ loaded, total }) => call.onProgress?.(total ? loaded / total : 0)
    request.onerror = () => reject(new ApiProblem(0, { code: 'network' }))
    request.onabort = () => reject(new DOMException('Aborted', 'AbortError'))
    request.onload = () => {
      try {
        resolve(settle<K>(request.status, request.response, request.getResponseHeader('etag')))
      } catch (problem) {
        reject(problem)
      }
    }
    call.signal?.addEventListener('abort', () => request.abort())
    request.send(call.form)
  })
}

/** The address of a route, for links and downloads. */
export const urlOf = <K extends Key>(key: K, ...[input]: InputArgument<K>): string =>
  addressOf(key, (input ?? {}) as Parts)

const etags = new WeakMap<object, string>()
/** The ETag that came with a reply, if the route is versioned. */
export const etagOf = (reply: unknown): string | undefined =>
  typeof reply === 'object' && reply !== null ? etags.get(reply) : undefined
/** Carries the ETag over when a cache replaces a reply with an equal object. */
export const keepEtag = <T>(from: unknown, to: T): T => {
  const etag = etagOf(from)
  if (etag && typeof to === 'object' && to !== null) etags.set(to, etag)
  return to
}

type SignedOutListener = () => void
const signedOutListeners = new Set<SignedOutListener>()
/** Called when the server says that the session is over. Returns the way to stop listening. */
export function onSignedOut(listener: SignedOutListener) {
  signedOutListeners.add(listener)
  return () => void signedOutListeners.delete(listener)
}

type Value = string | number | boolean | null | undefined
type Parts = { params?: Record<string, Value>; query?: Record<string, Value | readonly Value[]>; body?: unknown }

function addressOf(key: string, { params = {}, query = {} }: Parts) {
  const path = key.slice(key.indexOf(' ') + 1).replace(/:(\w+)/g, (_, name) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one))
    }
  }
  return `/api/v1${path}${search.size ? `?${search}` : ''}`
}

function settle<K extends Key>(status: number, data: unknown, etag: string | null): ReplyOf<K> {
  if (status >= 200 && status < 300) {
    if (etag && typeof data === 'object' && data !== null) etags.set(data, etag)
    return data as ReplyOf<K>
  }
  const problem = new ApiProblem(status, (typeof data === 'object' && data) || {})
  if (problem.code === 'unauthenticated' || problem.code === 'session_expired')
    for (const listener of signedOutListeners) listener()
  throw problem
}
