import type { Project } from '#contract/projects.ts'
import type { DepartmentOwner } from '../../kernel/form/department-owners.tsx'

/** Who takes part in a project, and who answers for each. */
export const seatsOf = ({ departmentIds, owners }: Project): DepartmentOwner[] =>
  departmentIds.map((departmentId) => ({
    departmentId,
    ownerId: owners.find((one) => one.departmentId === departmentId)?.memberId ?? null,
  }))

/** As the wire wants it. */
export const seatsBody = (seats: readonly DepartmentOwner[]) => ({
  departmentIds: seats.map((seat) => seat.departmentId),
  owners: seats.flatMap(({ departmentId, ownerId }) => (ownerId ? [{ departmentId, memberId: ownerId }] : [])),
})
