import { sql } from 'kysely'
import type { demoRoutes } from '#contract/demo.ts'
import type { Input, Reply } from '#contract/kit.ts'
import type { Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import type { Locale } from '#kernel/i18n.ts'
import { Problem } from '#kernel/problem.ts'
import { newToken } from '#kernel/secrets.ts'
import type { Services } from '#kernel/services.ts'
import { createAccount, isSetupNeeded, removeUser } from '#modules/accounts/public.ts'
import { loadDemo } from './load-demo.ts'
import { colleagues } from './people.ts'

type Route = (typeof demoRoutes)['POST /demo']

/** On a fresh installation Marta's account is made and signed in; later it is a further workspace of whoever asks. */
export async function startDemo(ctx: Ctx, { body }: Input<Route>): Promise<Reply<Route>> {
  if (await isSetupNeeded(ctx)) return asFirstWorkspace(ctx, body)
  if (!ctx.actor) throw new Problem('already_set_up')
  if (!ctx.actor.permissions.has('settings.manage')) throw new Problem('forbidden', { permission: 'settings.manage' })
  const owner = await ctx.db
    .selectFrom('member')
    .select(['userId', 'email', 'fullName as name'])
    .where('workspaceId', '=', ctx.actor.workspaceId)
    .where('id', '=', ctx.actor.id)
    .executeTakeFirstOrThrow()
  const { workspaceId } = await ctx.db
    .transaction()
    .execute((tx) => loadDemo(ctx, tx, owner, body.locale, { load: body.load }))
  return { workspaceId, signIn: null }
}

export type SignIn = { email: string; password: string }

async function asFirstWorkspace(ctx: Ctx, { locale, load }: Input<Route>['body']): Promise<Reply<Route>> {
  const { workspaceId, signIn, cookies } = await makeDemo(ctx, { locale, load }, async (tx) => {
    await sql`select pg_advisory_xact_lock(7264634)`.execute(tx)
    if (!(await isSetupNeeded({ db: tx }))) throw new Problem('already_set_up')
  })
  ctx.reply.header('set-cookie', cookies)
  return { workspaceId, signIn }
}

/** Marta's account and the story, or neither. `first` may refuse inside the transaction. */
export async function makeDemo(
  services: Services,
  { locale, load }: { locale: Locale; load?: string | undefined },
  first: (tx: Tx) => Promise<void>,
) {
  const { name } = colleagues[0]!
  const signIn: SignIn = { email: 'marta@lumbre.example', password: newToken(9) }
  const { userId, cookies } = await createAccount(services, { ...signIn, name })
  try {
    const { workspaceId } = await services.db.transaction().execute(async (tx) => {
      await first(tx)
      return loadDemo(services, tx, { userId, email: signIn.email, name }, locale, { load })
    })
    return { workspaceId, signIn, cookies }
  } catch (error) {
    await removeUser(services, userId)
    throw error
  }
}
