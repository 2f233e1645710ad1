import { type RawBuilder, sql } from 'kysely'
import type { InformationTemplate, TemplateItem } from '#contract/information-templates.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'

export type Row = Omit<InformationTemplate, 'createdAt' | 'updatedAt'> & {
  items: TemplateItem[]
  createdAt: Date
  updatedAt: Date
}

export async function selectTemplates(
  db: Db | Tx,
  workspaceId: string,
  where: RawBuilder<unknown>,
): Promise<InformationTemplate[]> {
  const { rows } =
    await sql<Row>`select t.id, t.name, t.campaign_kind, t.description, t.items, t.version, t.created_at, t.updated_at
    from information_template t where t.workspace_id = ${workspaceId} and t.deleted_at is null and ${where}
    order by t.name_key, t.id limit 200`.execute(db)
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }))
}

export const listTemplates = async ({ db, actor }: Ctx) => ({
  items: await selectTemplates(db, actor.workspaceId, sql`true`),
  next: null,
})

export async function readTemplate(db: Db | Tx, workspaceId: string, id: string): Promise<InformationTemplate> {
  const [template] = await selectTemplates(db, workspaceId, sql`t.id = ${id}`)
  if (!template) throw new Problem('not_found')
  return template
}
