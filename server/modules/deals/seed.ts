import { translate } from '#kernel/i18n.ts'
import { newId } from '#kernel/id.ts'
import type { Seed } from '#modules/accounts/public.ts'

const stages = [
  { key: 'new', probability: 10, rotDays: 7 },
  { key: 'qualified', probability: 25, rotDays: 14 },
  { key: 'proposal', probability: 50, rotDays: 21 },
  { key: 'negotiation', probability: 75, rotDays: 14 },
] as const

/** A new workspace sells through one pipeline of four stages, named in its language. */
export const seed: Seed = async (tx, at, { workspaceId }, locale) => {
  const pipelineId = newId()
  await tx
    .insertInto('pipeline')
    .values({
      workspaceId,
      id: pipelineId,
      name: translate(locale, 'deals.pipeline.defaultName'),
      isDefault: true,
      createdAt: at,
    })
    .execute()
  await tx
    .insertInto('pipelineStage')
    .values(
      stages.map((stage, position) => ({
        ...stage,
        workspaceId,
        id: newId(),
        pipelineId,
        position,
        name: translate(locale, `deals.pipeline.defaultStages.${stage.key}`),
      })),
    )
    .execute()
}
