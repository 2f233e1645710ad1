import type { noticesRoutes } from '#contract/notices.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { recipientsOf, requireAudience } from './audience.ts'

type Given = Parameters<Handlers<typeof noticesRoutes>['POST /notices/preview']>[1]['body']
const shown = 200

/** Whom a notice would reach if it were published now. */
export async function previewAudience({ db, actor }: Ctx, { audience, about = null }: Given) {
  await requireAudience(db, actor.workspaceId, audience, about)
  const recipients = await recipientsOf(db, actor.workspaceId, audience, about)
  return { total: recipients.length, items: recipients.slice(0, shown) }
}
