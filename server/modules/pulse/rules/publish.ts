import type { Cell, Sums, Urn } from './urn.ts'

export type Hidden = 'too_few' | 'would_reveal'
export type Published = {
  /** Null: too few answers, and nothing is shown at all. */
  all: Sums | null
  leaders: Sums | null
  teams: Sums | null
  rolesHidden: Hidden | null
  departments: { id: string; sums: Sums | null; because: Hidden | null }[]
  /** Everybody who is in none of the departments shown; null when there is nobody or no department is shown. */
  rest: Sums | null
  comments: string[]
  commentsHidden: boolean
}

/**
 * What may be shown so that no group, and no difference of groups that are shown, has fewer than `minimum` answers.
 *
 * The answers are cut in two ways: by department (each answer in one) and by role (leaders, teams). From what is shown one can
 * derive exactly the sums of those sets whose indicator is a linear combination of the indicators shown. Let the blocks be the
 * departments shown and the rest of all. Such a set is (a) a union of blocks, or (b) the leaders, or the teams, of every block
 * that has both, together with a union of blocks that have only one role: in a block with both, the weights of its two halves
 * must both be 0 or 1, so that the weight of the role is 0 (a) or ±1 (b). So it is safe if every block has none or enough
 * answers, and likewise the leaders and the teams of the blocks with both. Departments are taken back, the smallest first,
 * until it is: leaders against teams is what people ask for first.
 */
export function publish(urn: Urn, minimum: number): Published {
  const enough = ({ answered }: Sums) => answered >= minimum
  const ids = Object.keys(urn.departments).sort()
  if (!enough(urn.all)) {
    return {
      ...{ all: null, leaders: null, teams: null, rolesHidden: 'too_few', rest: null, comments: [] },
      departments: ids.map((id) => ({ id, sums: null, because: 'too_few' })),
      commentsHidden: true,
    }
  }
  const withRoles = enough(urn.leaders) && enough(urn.teams)
  const size = (id: string) => urn.departments[id]!.answered
  let shown = ids.filter((id) => size(id) >= minimum).sort((a, b) => size(b) - size(a))
  while (shown.length > 0 && !isSafe(urn, shown, withRoles, minimum)) shown = shown.slice(0, -1)
  const rest = restOf(urn, shown)
  const commentsHidden = urn.comments.length < minimum
  return {
    all: urn.all,
    leaders: withRoles ? urn.leaders : null,
    teams: withRoles ? urn.teams : null,
    rolesHidden: withRoles ? null : 'too_few',
    departments: ids.map((id) => {
      const sums = urn.departments[id]!
      return shown.includes(id)
        ? { id, sums, because: null }
        : { id, sums: null, because: enough(sums) ? 'would_reveal' : 'too_few' }
    }),
    rest: shown.length > 0 && rest.answered > 0 ? rest : null,
    comments: commentsHidden ? [] : urn.comments,
    commentsHidden,
  }
}

function isSafe(urn: Urn, shown: readonly string[], withRoles: boolean, minimum: number): boolean {
  const blocks = blocksOf(urn, shown)
  const noneOrEnough = (count: number) => count === 0 || count >= minimum
  if (!blocks.every(({ leaders, teams }) => noneOrEnough(leaders + teams))) return false
  const mixed = blocks.filter(({ leaders, teams }) => leaders > 0 && teams > 0)
  const total = (role: keyof Cell) => mixed.reduce((sum, block) => sum + block[role], 0)
  return !withRoles || (noneOrEnough(total('leaders')) && noneOrEnough(total('teams')))
}

/** The departments shown, and all the others as one. */
function blocksOf(urn: Urn, shown: readonly string[]): Cell[] {
  const none: Cell = { leaders: 0, teams: 0 }
  const rest = Object.entries(urn.cells)
    .filter(([id]) => !shown.includes(id))
    .reduce((sum, [, cell]) => ({ leaders: sum.leaders + cell.leaders, teams: sum.teams + cell.teams }), none)
  return [...shown.map((id) => urn.cells[id] ?? none), rest]
}

const restOf = (urn: Urn, shown: readonly string[]): Sums =>
  shown.reduce(
    (left, id) => ({
      answered: left.answered - urn.departments[id]!.answered,
      sums: left.sums.map((sum, index) => sum - urn.departments[id]!.sums[index]!),
    }),
    urn.all,
  )
