import type { ImportOptions } from '#contract/imports.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import { activeMembers } from '#modules/accounts/public.ts'

/** 422 when the owner is nobody of this workspace. */
export async function checkOptions(db: Db | Tx, workspaceId: string, { ownerId }: ImportOptions): Promise<void> {
  if (!ownerId) return
  const members = await activeMembers(db, workspaceId)
  if (!members.some(({ id }) => id === ownerId))
    throw new Problem('unprocessable', {}, [{ pointer: '/options/ownerId', rule: 'unknown_record' }])
}
