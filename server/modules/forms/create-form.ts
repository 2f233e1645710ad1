import type { Form, FormDefinition, formsRoutes } from '#contract/forms.ts'
import type { Input } from '#contract/kit.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { checkDefinition } from './check-definition.ts'
import { completeDefinition } from './definition.ts'
import { type FormRecord, findForm, toForm } from './form-record.ts'
import { requireCampaign } from './require-campaign.ts'

export type NewForm = Input<(typeof formsRoutes)['POST /forms']>['body']

export const createForm = (ctx: Ctx, { body }: { body: NewForm }): Promise<Form> =>
  ctx.transact(async (tx) => toForm(await insertForm(tx, ctx.actor, ctx.clock.now(), body), ctx.publicUrl))

/** A form with its first version. @throws Problem `invalid_request` naming what could not work, `unprocessable` an unknown campaign. */
export async function insertForm(tx: Tx, actor: Actor, at: Date, given: NewForm): Promise<FormRecord> {
  const { name, handRaise = false, campaignId = null, contentId = null, state = 'published', ...content } = given
  const definition = completeDefinition(content)
  checkDefinition(definition)
  const { workspaceId } = actor
  await requireCampaign(tx, workspaceId, campaignId)
  const id = newId()
  await tx
    .insertInto('form')
    .values({
      workspaceId,
      id,
      name,
      state,
      handRaise,
      campaignId,
      contentId,
      createdBy: authorOf(actor),
      createdAt: at,
      updatedAt: at,
    })
    .execute()
  await insertVersion(tx, actor, at, id, 1, definition)
  await record(tx, actor, at, 'form.created', { formId: id, formName: name }, [id])
  if (state === 'published')
    await record(tx, actor, at, 'form.published', { formId: id, formName: name, formVersion: 1 }, [id])
  return findForm(tx, workspaceId, id)
}

export const insertVersion = (
  tx: Tx,
  actor: Actor,
  at: Date,
  formId: string,
  formVersion: number,
  definition: FormDefinition,
) =>
  tx
    .insertInto('formVersion')
    .values({
      workspaceId: actor.workspaceId,
      formId,
      formVersion,
      definition: JSON.stringify(definition),
      createdBy: authorOf(actor),
      createdAt: at,
    })
    .execute()

const authorOf = (actor: Actor) => (actor.kind === 'member' || actor.kind === 'api_key' ? actor.id : null)
