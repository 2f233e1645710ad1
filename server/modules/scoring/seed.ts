import type { Seed } from '#modules/accounts/public.ts'
import { defaultModel } from './rules/default-model.ts'

/** The model a new workspace begins with, in force from its first moment. */
export const seed: Seed = async (tx, at, { workspaceId, ownerId }) => {
  await tx
    .insertInto('scoringModel')
    .values({
      workspaceId,
      version: 1,
      definition: JSON.stringify(defaultModel()),
      state: 'active',
      createdBy: ownerId,
      createdAt: at,
      activatedAt: at,
    })
    .execute()
}
