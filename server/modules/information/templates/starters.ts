import { sql } from 'kysely'
import type { TemplateItem } from '#contract/information-templates.ts'
import type { Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { type Locale, translate } from '#kernel/i18n.ts'
import { newId } from '#kernel/id.ts'
import { foldText } from '#kernel/text.ts'
import { placeOf } from '../day.ts'
import { selectTemplates } from './select-templates.ts'

type DepartmentKey = 'marketing' | 'sales' | 'service'
type Starter = {
  key: string
  items: readonly (Pick<TemplateItem, 'intervalDays' | 'mandatory' | 'kind' | 'leadDays'> & {
    key: string
    from: DepartmentKey
    to: DepartmentKey
  })[]
}
const item = (
  key: string,
  from: DepartmentKey,
  to: DepartmentKey,
  intervalDays: number,
  more: Partial<Pick<TemplateItem, 'mandatory' | 'kind' | 'leadDays'>> = {},
) => ({ key, from, to, intervalDays, mandatory: false, ...more })

/** What sales and marketing owe each other in nearly every company; words: `information.starters.<key>`. */
const starters: readonly Starter[] = [
  {
    key: 'everyday',
    items: [
      item('prices', 'sales', 'marketing', 7, { mandatory: true }),
      item('stock_plans', 'sales', 'marketing', 7, { mandatory: true }),
      item('objections', 'sales', 'marketing', 14),
      item('closing_reasons', 'sales', 'marketing', 30),
      item('campaign_calendar', 'marketing', 'sales', 7, { mandatory: true }),
      item('messages', 'marketing', 'sales', 30),
      item('lead_definition', 'marketing', 'sales', 90),
      item('complaints', 'service', 'marketing', 7),
      item('returns', 'service', 'sales', 7),
    ],
  },
  {
    key: 'promotion',
    items: [
      item('offer_price', 'sales', 'marketing', 14, { mandatory: true, leadDays: 10 }),
      item('units_committed', 'sales', 'marketing', 7, { mandatory: true, kind: 'number', leadDays: 7 }),
      item('conditions', 'sales', 'marketing', 30, { mandatory: true, leadDays: 7 }),
      item('ads_and_pages', 'marketing', 'sales', 14, { mandatory: true, leadDays: 5 }),
      item('sales_script', 'marketing', 'sales', 30, { kind: 'document', leadDays: 5 }),
      item('return_policy', 'service', 'marketing', 30, { leadDays: 5 }),
    ],
  },
  {
    key: 'product_launch',
    items: [
      item('spec_sheet', 'sales', 'marketing', 30, { mandatory: true, kind: 'link', leadDays: 21 }),
      item('launch_price', 'sales', 'marketing', 14, { mandatory: true, leadDays: 14 }),
      item('first_units', 'sales', 'marketing', 7, { mandatory: true, kind: 'number', leadDays: 10 }),
      item('message_house', 'marketing', 'sales', 30, { mandatory: true, kind: 'document', leadDays: 14 }),
      item('target_customer', 'marketing', 'sales', 30, { leadDays: 14 }),
      item('expected_questions', 'service', 'marketing', 30, { leadDays: 7 }),
    ],
  },
]

export const addStarters = (ctx: Ctx, given: Locale | undefined) =>
  ctx.transact(async (tx) => {
    const { workspaceId, id } = ctx.actor
    const locale = given ?? (await placeOf(tx, workspaceId)).locale
    await writeStarters(tx, ctx.clock.now(), workspaceId, id, locale)
    return { items: await selectTemplates(tx, workspaceId, sql`true`), next: null }
  })

/** Those that are not there yet, neither by origin nor by name. Items of departments that the workspace has not are left out. */
export async function writeStarters(
  tx: Tx,
  at: Date,
  workspaceId: string,
  memberId: string,
  locale: Locale,
): Promise<void> {
  const { rows } = await sql<{ key: string; id: string }>`select key, id from department
    where workspace_id = ${workspaceId} and deleted_at is null`.execute(tx)
  const departments = new Map(rows.map(({ key, id }) => [key, id]))
  for (const starter of starters) {
    const items = starter.items.flatMap(({ from, to, ...one }): TemplateItem[] => {
      const [provider, requester] = [departments.get(from), departments.get(to)]
      const words = `information.starters.${starter.key}.${one.key}`
      const [name, purpose] = [translate(locale, `${words}.name`), translate(locale, `${words}.purpose`)]
      return provider && requester
        ? [{ ...one, name, purpose, requestedByDepartmentId: requester, providedByDepartmentId: provider }]
        : []
    })
    if (items.length === 0) continue
    const say = (word: string) => translate(locale, `information.starters.${starter.key}.${word}`)
    const campaignKind = starter.key === 'everyday' ? null : say('kind')
    await sql`insert into information_template (workspace_id, id, name, name_key, campaign_kind, description, items, starter_key, created_by,
        created_at, updated_at)
      values (${workspaceId}, ${newId()}, ${say('title')}, ${foldText(say('title'))}, ${campaignKind}, ${say('description')},
        ${JSON.stringify(items)}::jsonb, ${starter.key}, ${memberId}, ${at}, ${at})
      on conflict do nothing`.execute(tx)
  }
}
