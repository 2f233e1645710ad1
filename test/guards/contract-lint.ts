import { isDeepStrictEqual } from 'node:util'
import type { Route } from '#contract/kit.ts'

/** What the wire is held against: the handlers of all modules and the permissions that exist. */
export type House = { handlers: ReadonlySet<string>; permissions: readonly string[] }

/** Every route has a handler, a summary and a permission that exists; public ones a limit of their own; lists a maximum. */
export function lintContract(routes: Readonly<Record<string, Route>>, { handlers, permissions }: House): string[] {
  const wrong: string[] = []
  for (const [key, route] of Object.entries(routes)) {
    if (!handlers.has(key)) wrong.push(`${key} has no handler`)
    if (!route.summary) wrong.push(`${key} has no summary`)
    if (!['anyone', 'member', ...permissions].includes(route.can)) wrong.push(`${key} asks for ${route.can}`)
    if (route.can === 'anyone' && !route.limitPerMinute) wrong.push(`${key} is public without a limit`)
    if (isUnbounded(route)) wrong.push(`${key} lists without a maximum`)
  }
  for (const key of handlers) if (!(key in routes)) wrong.push(`${key} is handled but stands in no contract`)
  return wrong
}

type Properties = { properties?: Record<string, { maximum?: number }> }

function isUnbounded({ reply, query }: Route): boolean {
  const isList = 'items' in ((reply as Properties | undefined)?.properties ?? {})
  const limit = (query as Properties | undefined)?.properties?.limit
  return isList && limit !== undefined && limit.maximum === undefined
}

/** Names of the contract that no source says in quotes: a permission that guards nothing, an event nobody records. */
export const unsaid = (names: readonly string[], code: string): string[] =>
  names.filter((name) => !code.includes(`'${name}'`))

export type OpenApi = { paths: Record<string, Record<string, unknown>> }

/** Where the document kept in the repository and the one the program answers differ, an operation a line. */
export function openApiDrift(kept: OpenApi, answered: OpenApi): string[] {
  const [before, now] = [operationsOf(kept), operationsOf(answered)]
  const { paths: _before, ...keptRest } = kept
  const { paths: _now, ...answeredRest } = answered
  return [
    ...[...now.keys()].filter((key) => !before.has(key)).map((key) => `${key} is not in the document`),
    ...[...before.keys()].filter((key) => !now.has(key)).map((key) => `${key} is only in the document`),
    ...[...now]
      .filter(([key, operation]) => before.has(key) && !isDeepStrictEqual(before.get(key), operation))
      .map(([key]) => `${key} is another in the document`),
    ...(isDeepStrictEqual(keptRest, answeredRest) ? [] : ['what stands around the routes is another in the document']),
  ]
}

const operationsOf = ({ paths }: OpenApi): Map<string, unknown> =>
  new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
    ),
  )
