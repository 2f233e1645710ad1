/**
 * `{ field: [before, after] }` of what really changes, as the ledger keeps it. `after` names the fields to look at; what it
 * leaves undefined stays as it is.
 */
export function changesOf(before: object, after: object): Record<string, unknown[]> {
  const old = new Map<string, unknown>(Object.entries(before))
  return Object.fromEntries(
    Object.entries(after)
      .filter(([field, value]) => value !== undefined && !sameJson(old.get(field), value))
      .map(([field, value]) => [field, [old.get(field) ?? null, value]]),
  )
}

/** Equal once they are JSON, whatever the order of their keys: jsonb keeps its own. Nothing is the same as null. */
export const sameJson = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)

const canonical = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
