import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import { recordMany, systemActor } from '#kernel/events.ts'
import { defineJob } from '#kernel/jobs.ts'
import { notify } from '#modules/platform/public.ts'
import { recipientsOf } from './audience.ts'
import { addRecipients, dueOf } from './publish.ts'
import { aboutOf, factsOf, lockNotice, type Row } from './select-notices.ts'

const most = 200

/**
 * Whoever joins, or joins a department, gets what still has to be confirmed there, with as much time as the others had. Runs
 * after every change of a member: it finds only what is missing.
 */
export const welcome = defineJob({
  name: 'notices.welcome',
  payload: Type.Object({ workspaceId: Id, memberId: Id }, { additionalProperties: true }),
  retry: { limit: 10 },
  pool: 'interactive',
  async run({ workspaceId, memberId }, { db, clock }) {
    const at = clock.now()
    const { rows: missing } = await sql<{ id: string }>`select n.id from notice n
      where n.workspace_id = ${workspaceId} and n.state = 'published' and n.acknowledgement and n.deleted_at is null
        and (n.audience ->> 'kind' = 'everyone' or n.audience ->> 'kind' = 'departments' and exists (
          select 1 from member_department md where md.workspace_id = ${workspaceId} and md.member_id = ${memberId}
            and n.audience -> 'departmentIds' ? md.department_id::text))
        and not exists (select 1 from notice_recipient r where r.workspace_id = ${workspaceId} and r.notice_id = n.id
          and r.member_id = ${memberId})
      order by n.published_at desc limit ${most}`.execute(db)
    if (missing.length === 0) return
    await db.transaction().execute(async (tx) => {
      const added: Row[] = []
      for (const { id } of missing.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
        const notice = await lockNotice(tx, workspaceId, id)
        if (notice.state !== 'published') continue
        const recipients = await recipientsOf(tx, workspaceId, notice.audience, aboutOf(notice))
        const newcomer = recipients.filter((one) => one.memberId === memberId)
        if (newcomer.length === 0) continue
        // A day that is over would make the newcomer late on arrival.
        const dueOn = notice.dueAt && notice.dueAt > at ? notice.dueOn : null
        await addRecipients(
          tx,
          workspaceId,
          at,
          notice,
          newcomer,
          await dueOf(tx, workspaceId, at, { ...notice, dueOn }),
        )
        added.push(notice)
      }
      await notify(
        tx,
        at,
        workspaceId,
        added.map((notice) => ({
          memberIds: [memberId],
          kind: 'notice_published',
          params: { kind: notice.kind, title: notice.title },
          link: `/notices/${notice.id}?read=1`,
          dedupeKey: `notice:${notice.id}:${notice.revision}`,
          mail: true,
        })),
      )
      await recordMany(
        tx,
        systemActor(workspaceId),
        at,
        added.map((notice) => ({
          name: 'notice.newcomers_added' as const,
          data: { ...factsOf(notice), count: 1 },
          subjects: [notice.id],
        })),
      )
    })
  },
})
