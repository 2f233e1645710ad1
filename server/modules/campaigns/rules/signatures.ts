export type Manager = { memberId: string; departmentIds: readonly string[] }

/** What a check found: each thing and how much of it. */
export type Found = Record<string, number>

/**
 * Whether a signature still stands for what is found: everything was there when it was given, and was no better. One from
 * before that was kept (null) stands.
 */
export const standsFor = (signedFor: Found | null, found: Found): boolean =>
  signedFor === null || Object.entries(found).every(([name, amount]) => amount <= (signedFor[name] ?? -1))

/**
 * Which departments the signatures speak for: each signer for one department that they manage, as many departments as can
 * be. Two managers of one department count once. Only who is a department's sole manager may speak for it besides another:
 * in a small company one person leads both.
 * @param managers every manager of the departments involved, who signed and who did not
 */
export function coveredDepartments(
  departmentIds: readonly string[],
  managers: readonly Manager[],
  signerIds: ReadonlySet<string>,
): Set<string> {
  const of = (departmentId: string) => managers.filter((one) => one.departmentIds.includes(departmentId))
  const covered = new Set<string>()
  const spent = new Set<string>()
  for (const id of departmentIds) {
    const [only, ...others] = of(id)
    if (only && others.length === 0 && signerIds.has(only.memberId)) {
      covered.add(id)
      spent.add(only.memberId)
    }
  }
  const free = new Map(
    managers
      .filter((one) => signerIds.has(one.memberId) && !spent.has(one.memberId))
      .map((one) => [one.memberId, one.departmentIds]),
  )
  for (const id of matching(
    departmentIds.filter((one) => !covered.has(one)),
    free,
  ))
    covered.add(id)
  return covered
}

/** The most departments that can have a signer of their own (augmenting paths). */
function matching(departmentIds: readonly string[], signers: ReadonlyMap<string, readonly string[]>): Set<string> {
  const signerOf = new Map<string, string>()
  const place = (memberId: string, tried: Set<string>): boolean => {
    for (const id of departmentIds) {
      if (!signers.get(memberId)?.includes(id) || tried.has(id)) continue
      tried.add(id)
      const sitting = signerOf.get(id)
      if (sitting === undefined || place(sitting, tried)) {
        signerOf.set(id, memberId)
        return true
      }
    }
    return false
  }
  for (const memberId of signers.keys()) place(memberId, new Set())
  return new Set(signerOf.keys())
}
