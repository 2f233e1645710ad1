import { sql } from 'kysely'
import type { Diff } from '#contract/impacts.ts'
import type { Severity } from '#contract/kit.ts'
import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { asLocale, type Locale, translate } from '#kernel/i18n.ts'
import { createTasks } from '#modules/activities/public.ts'
import { notify } from '#modules/platform/public.ts'
import type { Responsible } from './responsible.ts'

type Item = Responsible & { name: string }
type Opened = {
  id: string
  causeName: string
  change: readonly Diff[]
  severity: Severity
  dueAt: Date
  /** What is wrong, once for each who answers for it. */
  items: readonly Item[]
  /** How many things are wrong. */
  count: number
}
const mostNamed = 20

/** One task for each who answers for something, and the deadline of his acknowledgement. Answers how many there are. */
export async function openTasks(tx: Tx, actor: Actor, at: Date, opened: Opened): Promise<number> {
  const { workspaceId } = actor
  const { id, severity, dueAt } = opened
  const owners = [...Map.groupBy(opened.items, (item) => item.taskKey).values()]
  const workspace = await tx.selectFrom('workspace').select('locale').where('id', '=', workspaceId).executeTakeFirst()
  const locale = asLocale(workspace?.locale)
  const made = await createTasks(
    tx,
    actor,
    at,
    owners.map((items) => ({
      title: titleOf(opened, items.length, locale),
      body: bodyOf(opened, items, locale),
      kind: 'follow_up' as const,
      priority: severity === 'minor' ? ('normal' as const) : ('high' as const),
      dueAt,
      assigneeId: items[0]!.ownerId,
      departmentId: items[0]!.departmentId,
      dedupeKey: `impact:${id}:${items[0]!.taskKey}`,
    })),
  )
  await sql`insert into impact_task (workspace_id, impact_id, task_key, task_id, owner_id, department_id, acknowledge_by)
    select ${workspaceId}::uuid, ${id}::uuid, t.task_key, t.task_id, t.owner_id, t.department_id, ${dueAt}
    from jsonb_to_recordset(${JSON.stringify(
      owners.map((items, index) => ({
        ...{ task_key: items[0]!.taskKey, task_id: made[index] ?? null },
        ...{ owner_id: items[0]!.ownerId, department_id: items[0]!.departmentId },
      })),
    )}::jsonb) as t(task_key text, task_id uuid, owner_id uuid, department_id uuid)`.execute(tx)
  await tell(tx, at, workspaceId, opened, owners)
  return owners.length
}

/** A task tells its assignee by itself; a task of a whole department tells nobody, so its people are told here. */
async function tell(tx: Tx, at: Date, workspaceId: string, opened: Opened, owners: readonly Item[][]) {
  const { id, causeName, severity, count } = opened
  const departments = owners.map((items) => items[0]!.departmentId).filter((one) => one !== null)
  const { rows } = await sql<{ memberId: string }>`select distinct md.member_id from member_department md
    where md.workspace_id = ${workspaceId} and md.department_id = any(${departments}::uuid[])`.execute(tx)
  await notify(tx, at, workspaceId, [
    {
      memberIds: rows.map((row) => row.memberId),
      kind: 'impact_opened',
      params: { name: causeName, count },
      link: `/impacts/${id}`,
      dedupeKey: `impact_opened:${id}`,
      mail: severity === 'critical',
    },
  ])
}

function titleOf({ causeName, change }: Opened, count: number, locale: Locale): string {
  const [first] = change
  if (change.length !== 1 || !first)
    return translate(locale, 'impacts.task.titleMany', { name: causeName, changes: change.length, count })
  const label = labelOf(first, locale)
  return translate(locale, 'impacts.task.title', {
    // An attribute is called by its product and its label: the label is said once.
    name: causeName.endsWith(` · ${label}`) ? causeName.slice(0, -` · ${label}`.length) : causeName,
    label,
    before: first.before ?? '–',
    after: first.after ?? '–',
    count,
  })
}

function bodyOf({ id, change }: Opened, items: readonly Item[], locale: Locale): string {
  const diff = change.map((one) =>
    translate(locale, 'impacts.diffLine', {
      name: labelOf(one, locale),
      before: one.before ?? '–',
      after: one.after ?? '–',
    }),
  )
  const named = items.slice(0, mostNamed).map((item) => `• ${item.name}`)
  const rest = items.length - named.length
  return [
    ...diff,
    '',
    ...named,
    ...(rest > 0 ? [translate(locale, 'impacts.task.more', { count: rest })] : []),
    '',
    translate(locale, 'impacts.task.where', { path: `/impacts/${id}` }),
  ].join('\n')
}

/** The label of a sheet is as its author wrote it; the others are ours. */
const labelOf = ({ key, label }: Diff, locale: Locale): string =>
  label !== '' ? label : translate(locale, `impacts.diff.${key}`)
