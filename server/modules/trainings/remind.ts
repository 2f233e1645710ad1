import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import type { Tx } from '#kernel/db.ts'
import { systemActor } from '#kernel/events.ts'
import { asLocale, translate } from '#kernel/i18n.ts'
import { defineJob } from '#kernel/jobs.ts'
import { createTasks } from '#modules/activities/public.ts'
import { notify } from '#modules/platform/public.ts'
import { addDaysTo, renewalDays } from './rules/validity.ts'
import { hasRole, holds, inForce, todayOf } from './select-trainings.ts'

type Ending = {
  trainingId: string
  id: string
  memberId: string
  title: string
  locale: string
  expiresAt: Date
}
const atOnce = 500

/**
 * Every hour: thirty days before a completion ends that is still asked of its owner, a task and a notice; on the first day of a
 * training that was announced for later, a notice to whoever owes it.
 */
export const remind = defineJob({
  name: 'trainings.remind',
  payload: Type.Object({}),
  retry: { limit: 2 },
  pool: 'bulk',
  async run(_, { db, clock }, { signal }) {
    const at = clock.now()
    const { rows: workspaces } = await sql<{ id: string }>`select w.id from workspace w
      where exists (select 1 from training t where t.workspace_id = w.id and t.required and t.state = 'active')`.execute(
      db,
    )
    for (const { id: workspaceId } of workspaces) {
      while (!signal.aborted) {
        const reminded = await db.transaction().execute((tx) => remindEnding(tx, workspaceId, at))
        if (reminded < atOnce) break
      }
      await db.transaction().execute(async (tx) => {
        const today = await todayOf(tx, workspaceId, at)
        const { rows } = await sql<{ id: string }>`select t.id from training t where t.workspace_id = ${workspaceId}
          and ${inForce(today)} and t.required_from = ${today}::date`.execute(tx)
        for (const { id } of rows) await announce(tx, workspaceId, id, at)
      })
    }
  },
})

/** A renewal makes an earlier reminder needless: only the completion that ends last is spoken of. */
async function remindEnding(tx: Tx, workspaceId: string, at: Date): Promise<number> {
  const today = await todayOf(tx, workspaceId, at)
  const { rows } = await sql<Ending>`select c.training_id, c.id, c.member_id, t.title, m.locale, c.expires_at
    from training_completion c
    join training t on t.workspace_id = c.workspace_id and t.workspace_id = ${workspaceId} and t.id = c.training_id and ${inForce(today)}
    join member m on m.workspace_id = c.workspace_id and m.workspace_id = ${workspaceId} and m.id = c.member_id and m.removed_at is null
    where c.workspace_id = ${workspaceId} and ${holds(at)} and c.expires_at <= ${addDaysTo(at, renewalDays)} and c.reminded_at is null
      and ${hasRole} and exists (select 1 from training_requirement r
        join member_department md on md.workspace_id = r.workspace_id and md.workspace_id = ${workspaceId}
          and md.department_id = r.department_id and md.member_id = c.member_id
        where r.workspace_id = ${workspaceId} and r.training_id = t.id)
      and not exists (select 1 from training_completion later where later.workspace_id = ${workspaceId}
        and later.training_id = c.training_id and later.member_id = c.member_id and later.revoked_at is null
        and later.expires_at > c.expires_at)
    order by c.expires_at, c.id limit ${atOnce} for update of c`.execute(tx)
  const taskIds = await createTasks(
    tx,
    systemActor(workspaceId),
    at,
    rows.map(({ id, trainingId, memberId, title, locale, expiresAt }) => ({
      title: translate(asLocale(locale), 'trainings.task.title', { training: title }),
      body: translate(asLocale(locale), 'trainings.task.body', { path: `/trainings/${trainingId}` }),
      kind: 'to_do' as const,
      dueAt: expiresAt,
      assigneeId: memberId,
      dedupeKey: `training_expiry:${id}`,
    })),
  )
  await sql`update training_completion c set reminded_at = ${at}, task_id = x.task_id
    from unnest(${rows.map((row) => row.id)}::uuid[], ${taskIds}::uuid[]) as x (id, task_id)
    where c.workspace_id = ${workspaceId} and c.id = x.id`.execute(tx)
  await notify(
    tx,
    at,
    workspaceId,
    rows.map(({ id, trainingId, memberId, title }) => ({
      memberIds: [memberId],
      kind: 'training_expiring',
      params: { training: title },
      link: `/trainings/${trainingId}`,
      dedupeKey: `training_expiring:${id}`,
      mail: true,
    })),
  )
  return rows.length
}

/** Once it is open, or asked of more people, whoever owes it is told; nobody twice for the same decision. */
export const tellAsked = defineJob({
  name: 'trainings.tell_asked',
  payload: Type.Object({ workspaceId: Id, trainingId: Id }, { additionalProperties: true }),
  retry: { limit: 5 },
  pool: 'interactive',
  run: ({ workspaceId, trainingId }, { db, clock }) =>
    db.transaction().execute((tx) => announce(tx, workspaceId, trainingId, clock.now())),
})

async function announce(tx: Tx, workspaceId: string, trainingId: string, at: Date): Promise<void> {
  const today = await todayOf(tx, workspaceId, at)
  const { rows } = await sql<{ memberId: string; title: string; minQuizVersion: number }>`
    select distinct m.id as member_id, t.title, t.min_quiz_version from training t
    join training_requirement r on r.workspace_id = t.workspace_id and r.workspace_id = ${workspaceId} and r.training_id = t.id
    join member_department md on md.workspace_id = r.workspace_id and md.workspace_id = ${workspaceId} and md.department_id = r.department_id
    join member m on m.workspace_id = md.workspace_id and m.workspace_id = ${workspaceId} and m.id = md.member_id
      and m.removed_at is null and ${hasRole}
    where t.workspace_id = ${workspaceId} and t.id = ${trainingId} and ${inForce(today)}
      and not exists (select 1 from training_completion c where c.workspace_id = ${workspaceId} and c.training_id = t.id
        and c.member_id = m.id and ${holds(at)})`.execute(tx)
  if (!rows[0]) return
  const { title, minQuizVersion } = rows[0]
  await notify(tx, at, workspaceId, [
    {
      memberIds: rows.map((row) => row.memberId),
      kind: 'training_asked',
      params: { training: title },
      link: `/trainings/${trainingId}`,
      dedupeKey: `training_asked:${trainingId}:${minQuizVersion}`,
      mail: true,
    },
  ])
}
