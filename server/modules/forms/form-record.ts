import { sql } from 'kysely'
import type { Form, FormDefinition } from '#contract/forms.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'

export type FormRecord = {
  id: string
  name: string
  state: Form['state']
  handRaise: boolean
  campaignId: string | null
  contentId: string | null
  currentVersion: number
  definition: FormDefinition
  version: number
  createdAt: Date
  updatedAt: Date
  deletedAt: Date | null
}

/** A form of the workspace with its version in force. @throws Problem `not_found`, also for a deleted one unless asked for. */
export async function findForm(
  db: Db | Tx,
  workspaceId: string,
  id: string,
  { lock = false, deleted = false }: { lock?: boolean; deleted?: boolean } = {},
): Promise<FormRecord> {
  const { rows } =
    await sql<FormRecord>`select f.id, f.name, f.state, f.hand_raise, f.campaign_id, f.content_id, f.current_version,
      v.definition, f.version, f.created_at, f.updated_at, f.deleted_at
    from form f
    join form_version v on v.workspace_id = f.workspace_id and v.form_id = f.id and v.form_version = f.current_version
    where f.workspace_id = ${workspaceId} and f.id = ${id} and (f.deleted_at is null or ${deleted})
    ${lock ? sql`for update of f` : sql``}`.execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

export const publicUrlOf = (publicUrl: string, id: string) => `${publicUrl}/f/${id}`

export const toForm = (form: FormRecord, publicUrl: string): Form => ({
  id: form.id,
  name: form.name,
  state: form.state,
  handRaise: form.handRaise,
  campaignId: form.campaignId,
  contentId: form.contentId,
  ...form.definition,
  formVersion: form.currentVersion,
  publicUrl: publicUrlOf(publicUrl, form.id),
  version: form.version,
  createdAt: form.createdAt.toISOString(),
  updatedAt: form.updatedAt.toISOString(),
})
