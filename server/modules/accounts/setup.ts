import type { Input, Reply } from '#contract/kit.ts'
import type { accountRoutes } from '#contract/accounts.ts'
import { sql } from 'kysely'
import type { Ctx } from '#kernel/http.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { authOf } from './auth-of.ts'
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
  const auth = authOf(ctx)
  const email = body.owner.email.toLowerCase()
  const signedUp = await auth.api.signUpEmail({ body: { email, password: body.owner.password, name: body.owner.name }, asResponse: true })
  if (!signedUp.ok) throw await refusalOf(signedUp)
  const { user } = (await signedUp.json()) as { user: { id: string } }
  try {
    const created = await ctx.db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(7264634)`.execute(tx)
      if ((await sql`select 1 from workspace limit 1`.execute(tx)).rows.length > 0) throw new Problem('already_set_up')
      const made = await createWorkspace(tx, ctx.clock.now(), { workspace: body.workspace, owner: { userId: user.id, email, name: body.owner.name } })
      await seedWorkspace(tx, ctx.clock.now(), made, body.workspace.locale)
      return made
    })
    ctx.reply.header('set-cookie', signedUp.headers.getSetCookie())
    return { workspaceId: created.workspaceId, apiKey: created.apiKey }
  } catch (error) {
    await removeUser(ctx, user.id)
    throw error
  }
}

async function refusalOf(response: Response) {
  const { code } = (await response.json()) as { code?: string }
  if (code?.startsWith('USER_ALREADY_EXISTS') || code === 'FAILED_TO_CREATE_USER') return new Problem('already_set_up')
  if (code?.startsWith('PASSWORD')) return invalid('/owner/password', code === 'PASSWORD_TOO_LONG' ? 'max_length' : 'min_length', { limit: 10 })
  return invalid('/owner/email', 'format_email')
}
