import type { Input } from '#contract/kit.ts'
import type { Permission } from '#contract/permissions.ts'
import type { platformRoutes } from '#contract/platform.ts'
import { sendStored } from '#kernel/download.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'

/** Besides whoever made the file: an export stays with its maker, imports belong to the team. */
const readers: Record<string, Permission> = { import: 'imports.create', import_errors: 'imports.create' }

/** Sends a file of the workspace as a download. An expired one, or somebody else's, is not there. */
export async function downloadFile(
  { db, actor, clock, files, reply }: Ctx,
  { params }: Input<(typeof platformRoutes)['GET /files/:id']>,
): Promise<void> {
  const file = await db
    .selectFrom('file')
    .selectAll()
    .where('workspaceId', '=', actor.workspaceId)
    .where('id', '=', params.id)
    .executeTakeFirst()
  if (!file || (file.expiresAt && file.expiresAt <= clock.now())) throw new Problem('not_found')
  const permission = readers[file.purpose]
  if (file.createdBy !== actor.id && !(permission && actor.permissions.has(permission))) throw new Problem('not_found')
  sendStored({ files, reply }, file)
}
