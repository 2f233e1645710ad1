const MAX_SAMPLES = 200

/** At most 200 rows out of groups in file order: mostly the first ones, then some of every other group. */
export function pickSamples(groups: readonly (readonly string[][])[]): string[][] {
  const [first = [], ...others] = groups
  const later = others.filter((group) => group.length > 0)
  const perGroup = later.length === 0 ? 0 : Math.max(1, Math.floor(MAX_SAMPLES / 2 / later.length))
  const picked = later.flatMap((group) => group.slice(-perGroup)).slice(0, MAX_SAMPLES / 2)
  return [...first.slice(0, MAX_SAMPLES - picked.length), ...picked]
}
