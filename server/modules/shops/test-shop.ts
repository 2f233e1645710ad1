import { sql } from 'kysely'
import { type ShopCredentials, type ShopTest, shopChecks } from '#contract/shops.ts'
import type { Ctx } from '#kernel/http.ts'
import { addressOf } from './change-shop.ts'
import type { About, ShopKind } from './connectors/connector.ts'
import { credentialsFor } from './credentials.ts'
import { checkOf, ShopError } from './net/shop-error.ts'
import { openShop } from './open-shop.ts'
import { credentialsOf, findShop } from './select-shops.ts'

/** Tries an address and keys that nobody has kept yet. */
export function testNewShop(
  ctx: Ctx,
  { kind, url, credentials }: { kind: ShopKind; url: string; credentials: ShopCredentials },
): Promise<ShopTest> {
  return look(ctx, kind, addressOf(kind, url), credentialsFor(kind, credentials))
}

/** Tries a connection as it stands, and keeps what came of it. */
export async function testShop(ctx: Ctx, id: string): Promise<ShopTest> {
  const { workspaceId } = ctx.actor
  const shop = await findShop(ctx.db, workspaceId, id)
  const result = await look(ctx, shop.kind, shop.url, credentialsOf(ctx, workspaceId, shop))
  await ctx.transact(async (tx) => {
    await sql`update shop_connection set tested_at = ${ctx.clock.now()}, problem = ${result.problem && JSON.stringify(result.problem)}::jsonb,
        ${result.about ? sql`about = ${JSON.stringify(result.about)}::jsonb,` : sql``} updated_at = ${ctx.clock.now()}
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    return result
  })
  return result
}

async function look(ctx: Ctx, kind: ShopKind, url: string, credentials: ShopCredentials): Promise<ShopTest> {
  const { connector, client, keeper } = await openShop(ctx, ctx.actor.workspaceId, kind, { url, credentials })
  try {
    return outcome(await connector.look(client, keeper))
  } catch (error) {
    if (!(error instanceof ShopError)) throw error
    return outcome(null, error)
  }
}

/** Every check before the failed one has passed, those after it were not reached. */
function outcome(about: About | null, error?: ShopError): ShopTest {
  const failed = error ? shopChecks.indexOf(checkOf[error.code]) : shopChecks.length
  return {
    ok: !error,
    checks: shopChecks.map((check, index) => ({
      check,
      state: index < failed ? 'pass' : index === failed ? 'fail' : 'skipped',
    })),
    problem: error ? { code: error.code, detail: error.detail } : null,
    about,
  }
}
