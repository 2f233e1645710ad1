import { sql } from 'kysely'
import type { Matrix, trainingsRoutes } from '#contract/trainings.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { foldText } from '#kernel/text.ts'
import { coverageOf } from '../rules/completion.ts'
import { hasRole, holds, inForce, todayOf } from '../select-trainings.ts'
import { countCells, sumOf } from './count-asked.ts'

type Query = Parameters<Handlers<typeof trainingsRoutes>['GET /trainings/missing']>[1]['query']
type Department = Matrix['departments'][number]

export async function readMatrix({ db, actor, clock }: Ctx, { projectId }: { projectId?: string }): Promise<Matrix> {
  const { workspaceId } = actor
  const cells = await countCells(db, workspaceId, clock.now(), projectId)
  const { rows: departments } =
    await sql<Department>`select d.id, d.key, d.name, (select count(*)::int from member_department md
      join member m on m.workspace_id = md.workspace_id and m.workspace_id = ${workspaceId} and m.id = md.member_id
      where md.workspace_id = ${workspaceId} and md.department_id = d.id and m.removed_at is null) as members
    from department d where d.workspace_id = ${workspaceId} and d.deleted_at is null
      and d.id = any(${[...new Set(cells.map((cell) => cell.departmentId))]}::uuid[])
    order by d.created_at, d.id`.execute(db)
  const total = sumOf(cells)
  return {
    total: { ...total, coverage: coverageOf(total) },
    departments,
    topics: [...new Map(cells.map((cell) => [cell.topicKey, cell.topic]))].map(([key, name]) => ({ key, name })),
    cells: cells.map(({ departmentId, topicKey, trainings, required, covered }) => ({
      ...{ departmentId, topic: topicKey, trainings, required, covered },
      coverage: coverageOf({ required, covered }),
    })),
  }
}

type Row = {
  memberId: string
  fullName: string
  departmentId: string
  trainingId: string
  trainingTitle: string
  reason: 'never' | 'expired' | 'asked_again'
  expiredAt: Date | null
}

/** People behind a cell of the matrix, or behind one training: by name, each with why. A voluntary training lists its audience too. */
export async function listMissing({ db, actor, clock }: Ctx, { after, limit = 50, ...query }: Query) {
  const { workspaceId } = actor
  const at = clock.now()
  const today = await todayOf(db, workspaceId, at)
  const { departmentId, topic, trainingId, projectId } = query
  const cursor = decodeCursor(after, 4)
  // People in their order first, so that the page is full long before all of them have been looked at.
  const { rows } = await sql<Row>`select people.member_id, people.full_name, x.* from (
      select m.id as member_id, m.full_name from member m where m.workspace_id = ${workspaceId} and m.removed_at is null
        ${cursor ? sql`and (m.full_name, m.id) >= (${cursor[0]}::text, ${cursor[1]}::uuid)` : sql``}
      order by m.full_name, m.id) people
    cross join lateral (
      select r.department_id, t.id as training_id, t.title as training_title,
        case when last.expires_at is null then 'never' when last.expires_at <= ${at} then 'expired' else 'asked_again' end as reason,
        case when last.expires_at <= ${at} then last.expires_at end as expired_at
      from training t
      join training_requirement r on r.workspace_id = t.workspace_id and r.workspace_id = ${workspaceId} and r.training_id = t.id
      join department d on d.workspace_id = r.workspace_id and d.workspace_id = ${workspaceId} and d.id = r.department_id and d.deleted_at is null
      join member_department md on md.workspace_id = r.workspace_id and md.workspace_id = ${workspaceId}
        and md.department_id = r.department_id and md.member_id = people.member_id
      join member m on m.workspace_id = md.workspace_id and m.workspace_id = ${workspaceId} and m.id = md.member_id and ${hasRole}
      left join lateral (select max(c.expires_at) as expires_at from training_completion c where c.workspace_id = ${workspaceId}
        and c.training_id = t.id and c.member_id = people.member_id and c.revoked_at is null) last on true
      where t.workspace_id = ${workspaceId} and ${trainingId ? sql`t.id = ${trainingId} and t.deleted_at is null` : inForce(today)}
        ${departmentId ? sql`and r.department_id = ${departmentId}` : sql``}
        ${topic ? sql`and t.topic_key = ${foldText(topic)}` : sql``} ${projectId ? sql`and t.project_id = ${projectId}` : sql``}
        and not exists (select 1 from training_completion c where c.workspace_id = ${workspaceId} and c.training_id = t.id
          and c.member_id = people.member_id and ${holds(at)})
        ${cursor ? sql`and (people.full_name, people.member_id, t.id, r.department_id) > (${cursor[0]}::text, ${cursor[1]}::uuid, ${cursor[2]}::uuid, ${cursor[3]}::uuid)` : sql``}
      order by t.id, r.department_id limit ${limit + 1}) x
    order by people.full_name, people.member_id, x.training_id, x.department_id limit ${limit + 1}`.execute(db)
  return toPage(
    rows,
    limit,
    ({ expiredAt, ...row }) => ({ ...row, expiredAt: expiredAt?.toISOString() ?? null }),
    (row) => [row.fullName, row.memberId, row.trainingId, row.departmentId],
  )
}
