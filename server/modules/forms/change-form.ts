import { isDeepStrictEqual } from 'node:util'
import type { Form, FormDefinition, formsRoutes } from '#contract/forms.ts'
import type { Input } from '#contract/kit.ts'
import type { Tx } from '#kernel/db.ts'
import { type EventRecord, recordMany } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { checkDefinition } from './check-definition.ts'
import { insertVersion } from './create-form.ts'
import { completeDefinition } from './definition.ts'
import { type FormRecord, findForm, toForm } from './form-record.ts'
import { forgetLiveForm } from './live-forms.ts'
import { requireCampaign } from './require-campaign.ts'

type ById = { params: { id: string } }
type Change = Input<(typeof formsRoutes)['PATCH /forms/:id']>

/** Changes settings and content. Content of a form that was ever public becomes a new version; a draft's is replaced. */
export const updateForm = (ctx: Ctx, { params, body }: Change) =>
  change(ctx, params.id, async (tx, form) => {
    requireVersion(ctx, form.version)
    const {
      name = form.name,
      handRaise = form.handRaise,
      campaignId = form.campaignId,
      contentId = form.contentId,
      ...content
    } = body
    const definition = completeDefinition(
      { ...content, fields: content.fields ?? form.definition.fields },
      form.definition,
    )
    checkDefinition(definition)
    // A campaign that was deleted meanwhile does not stand in the way of other changes.
    if (campaignId !== form.campaignId) await requireCampaign(tx, ctx.actor.workspaceId, campaignId)
    const formVersion = await keepVersion(tx, ctx, form, definition)
    return {
      set: { name, handRaise, campaignId, contentId, currentVersion: formVersion },
      events: [{ name: 'form.updated', data: { formId: form.id, formName: name, formVersion }, subjects: [form.id] }],
    }
  })

async function keepVersion(
  tx: Tx,
  { actor, clock }: Ctx,
  form: FormRecord,
  definition: FormDefinition,
): Promise<number> {
  if (isDeepStrictEqual(definition, form.definition)) return form.currentVersion
  if (form.state === 'draft') {
    await tx
      .updateTable('formVersion')
      .set({ definition: JSON.stringify(definition) })
      .where('workspaceId', '=', actor.workspaceId)
      .where('formId', '=', form.id)
      .where('formVersion', '=', form.currentVersion)
      .execute()
    return form.currentVersion
  }
  await insertVersion(tx, actor, clock.now(), form.id, form.currentVersion + 1, definition)
  return form.currentVersion + 1
}

export const publishForm = (ctx: Ctx, { params }: ById) =>
  change(ctx, params.id, async (_tx, form) => {
    if (form.state === 'published') return { set: {}, events: [] }
    return {
      set: { state: 'published' },
      events: [
        {
          name: 'form.published',
          data: { formId: form.id, formName: form.name, formVersion: form.currentVersion },
          subjects: [form.id],
        },
      ],
    }
  })

/** Visitors read that it is closed; whoever is filling it in is told kindly. */
export const unpublishForm = (ctx: Ctx, { params }: ById) =>
  change(ctx, params.id, async (_tx, form) => {
    if (form.state === 'draft') throw new Problem('form_not_published')
    if (form.state === 'archived') return { set: {}, events: [] }
    return {
      set: { state: 'archived' },
      events: [{ name: 'form.unpublished', data: named(form), subjects: [form.id] }],
    }
  })

export const deleteForm = async (ctx: Ctx, { params }: ById): Promise<void> => {
  await change(ctx, params.id, async (_tx, form) => ({
    set: { deletedAt: ctx.clock.now() },
    events: [{ name: 'form.deleted', data: named(form), subjects: [form.id] }],
  }))
}

export const restoreForm = (ctx: Ctx, { params }: ById) =>
  change(
    ctx,
    params.id,
    async (_tx, form) =>
      form.deletedAt === null
        ? { set: {}, events: [] }
        : { set: { deletedAt: null }, events: [{ name: 'form.restored', data: named(form), subjects: [form.id] }] },
    { deleted: true },
  )

const named = (form: FormRecord) => ({ formId: form.id, formName: form.name })

type Decided = {
  set: Partial<
    Pick<FormRecord, 'name' | 'state' | 'handRaise' | 'campaignId' | 'contentId' | 'currentVersion' | 'deletedAt'>
  >
  events: EventRecord[]
}

/** Reads the form under lock, lets `decide` say what changes, writes it with its event; public pages see it at once. */
async function change(
  ctx: Ctx,
  id: string,
  decide: (tx: Tx, form: FormRecord) => Promise<Decided>,
  { deleted = false }: { deleted?: boolean } = {},
): Promise<Form> {
  const { workspaceId } = ctx.actor
  const changed = await ctx.transact(async (tx) => {
    const form = await findForm(tx, workspaceId, id, { lock: true, deleted })
    const { set, events } = await decide(tx, form)
    if (events.length > 0) {
      await tx
        .updateTable('form')
        .set({ ...set, version: form.version + 1, updatedAt: ctx.clock.now() })
        .where('workspaceId', '=', workspaceId)
        .where('id', '=', id)
        .execute()
      await recordMany(tx, ctx.actor, ctx.clock.now(), events)
    }
    return toForm(await findForm(tx, workspaceId, id, { deleted: true }), ctx.publicUrl)
  })
  forgetLiveForm(ctx, id)
  return changed
}
