/** How many answered and what each question adds up to, in the order of the questions. */
export type Sums = { answered: number; sums: number[] }

/**
 * All that is kept of the answers while a pulse is open: sums of groups, how many stand in each crossing of the two ways of
 * grouping (needed to know what may be shown), and comments in no order. No answer can be taken out of it again.
 */
export type Urn = {
  all: Sums
  leaders: Sums
  teams: Sums
  /** Only of the departments that are counted; the others are in `all` alone. */
  departments: Record<string, Sums>
  cells: Record<string, Cell>
  comments: string[]
}
/** Answers of one department (or `''`: of all that are not counted by themselves) by role. */
export type Cell = { leaders: number; teams: number }
/** Groups fixed when a pulse opens. */
export type Groups = { departmentIds: readonly string[]; roles: boolean }
export type Answer = {
  departmentId: string | null
  isLeader: boolean
  scores: readonly number[]
  comment: string | null
}

export function emptyUrn({ departmentIds }: Groups, questions: number): Urn {
  const none = (): Sums => ({ answered: 0, sums: Array.from({ length: questions }, () => 0) })
  return {
    all: none(),
    leaders: none(),
    teams: none(),
    departments: Object.fromEntries(departmentIds.map((id) => [id, none()])),
    cells: {},
    comments: [],
  }
}

/** The urn with one answer more. `pick(n)` is a random whole number under n: a new comment lands anywhere among the others. */
export function withAnswer(urn: Urn, groups: Groups, answer: Answer, pick: (below: number) => number): Urn {
  const { scores, comment } = answer
  const department =
    answer.departmentId && groups.departmentIds.includes(answer.departmentId) ? answer.departmentId : ''
  const role = groups.roles && answer.isLeader ? 'leaders' : 'teams'
  const cell = urn.cells[department] ?? { leaders: 0, teams: 0 }
  const counted = urn.departments[department]
  return {
    all: plus(urn.all, scores),
    leaders: role === 'leaders' ? plus(urn.leaders, scores) : urn.leaders,
    teams: groups.roles && role === 'teams' ? plus(urn.teams, scores) : urn.teams,
    departments: counted ? { ...urn.departments, [department]: plus(counted, scores) } : urn.departments,
    cells: { ...urn.cells, [department]: { ...cell, [role]: cell[role] + 1 } },
    comments: comment === null ? urn.comments : shuffled([...urn.comments, comment], pick),
  }
}

const plus = ({ answered, sums }: Sums, scores: readonly number[]): Sums => ({
  answered: answered + 1,
  sums: sums.map((sum, index) => sum + scores[index]!),
})

/** Fisher–Yates. */
function shuffled<T>(items: T[], pick: (below: number) => number): T[] {
  for (let last = items.length - 1; last > 0; last--) {
    const other = pick(last + 1)
    ;[items[last], items[other]] = [items[other]!, items[last]!]
  }
  return items
}
