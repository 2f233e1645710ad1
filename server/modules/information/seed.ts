import type { Seed } from '#modules/accounts/public.ts'
import { writeStarters } from './templates/starters.ts'

/** A new workspace begins with lists to start from. */
export const seed: Seed = (tx, at, { workspaceId, ownerId }, locale) =>
  writeStarters(tx, at, workspaceId, ownerId, locale)
