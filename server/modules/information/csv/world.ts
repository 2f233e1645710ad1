import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { foldText } from '#kernel/text.ts'
import { activeMembers } from '#modules/accounts/public.ts'
import { answersFor } from '../references.ts'
import { type Row, selectItems } from '../select-items.ts'

type Named = { name: string; requestedByDepartmentId: string; providedByDepartmentId: string }
export type World = {
  /** By name and key. */
  departments: ReadonlyMap<string, string>
  /** By e-mail, and by full name where only one has it. */
  members: ReadonlyMap<string, string>
  itemsById: ReadonlyMap<string, Row>
  itemsByKey: ReadonlyMap<string, Row>
  keyOf(named: Named): string
  answers(departmentId: string, memberId: string): boolean
}

/** All that rows of a file may refer to; items that are bound to something particular only by their id. */
export async function readWorld(tx: Tx, workspaceId: string, day: string): Promise<World> {
  const { rows: departments } = await sql<{
    id: string
    key: string
    name: string
  }>`select id, key, name from department
    where workspace_id = ${workspaceId} and deleted_at is null`.execute(tx)
  const members = await activeMembers(tx, workspaceId)
  const { rows: items } = await selectItems(
    workspaceId,
    day,
    sql`i.deleted_at is null and i.closed_at is null order by i.id limit 20000`,
  ).execute(tx)
  const answered = new Map<string, Set<string>>()
  for (const { id } of members)
    answered.set(
      id,
      await answersFor(
        tx,
        workspaceId,
        departments.map((one) => one.id),
        id,
      ),
    )
  const names = Map.groupBy(members, ({ fullName }) => foldText(fullName))
  const general = items.filter((item) => !item.campaignId && !item.meetingSeriesId && !item.projectId)
  return {
    departments: new Map(
      departments.flatMap(({ id, key, name }) => [[foldText(key), id] as const, [foldText(name), id] as const]),
    ),
    members: new Map([
      ...[...names].flatMap(([name, own]) => (own.length === 1 ? [[name, own[0]!.id] as const] : [])),
      ...members.map(({ id, email }) => [foldText(email), id] as const),
    ]),
    itemsById: new Map(items.map((item) => [item.id, item])),
    itemsByKey: new Map(general.map((item) => [keyOf(item), item])),
    keyOf,
    answers: (departmentId, memberId) => answered.get(memberId)?.has(departmentId) ?? false,
  }
}

const keyOf = ({ name, requestedByDepartmentId, providedByDepartmentId }: Named) =>
  `${foldText(name)} ${requestedByDepartmentId} ${providedByDepartmentId}`
