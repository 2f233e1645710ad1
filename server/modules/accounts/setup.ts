import { sql } from 'kysely'
import type { accountRoutes } from '#contract/accounts.ts'
import type { Input, Reply } from '#contract/kit.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { browserHeaders } from './call-auth.ts'
import { createAccount } from './create-account.ts'
import { createWorkspace } from './create-workspace.ts'
import { removeUser } from './remove-user.ts'
import { seedWorkspace } from './seeds.ts'
import { requireTimeZone } from './time-zone.ts'

type SetupRoute = (typeof accountRoutes)['POST /setup']

export const isSetupNeeded = async ({ db }: Pick<Ctx, 'db'>): Promise<boolean> =>
  (await sql`select 1 from workspace limit 1`.execute(db)).rows.length === 0

/** First run: account, workspace, owner and first key; signs the owner in. Two at once: one wins, the other gets 409. */
export async function setUp(ctx: Ctx, { body }: Input<SetupRoute>): Promise<Reply<SetupRoute>> {
  requireTimeZone(body.workspace.timeZone, '/workspace/timeZone')
  if (!(await isSetupNeeded(ctx))) throw new Problem('already_set_up')
  const email = body.owner.email.toLowerCase()
  const { name, password } = body.owner
  const { userId, cookies } = await createAccount(ctx, { email, password, name }, browserHeaders(ctx))
  try {
    const created = await ctx.db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(7264634)`.execute(tx)
      if ((await sql`select 1 from workspace limit 1`.execute(tx)).rows.length > 0) throw new Problem('already_set_up')
      const made = await createWorkspace(tx, ctx.clock.now(), {
        workspace: body.workspace,
        owner: { userId, email, name },
      })
      await seedWorkspace(tx, ctx.clock.now(), made, body.workspace.locale)
      return made
    })
    ctx.reply.header('set-cookie', cookies)
    return { workspaceId: created.workspaceId, apiKey: created.apiKey }
  } catch (error) {
    await removeUser(ctx, userId)
    throw error
  }
}
