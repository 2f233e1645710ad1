import { type RawBuilder, sql } from 'kysely'
import type { Shop, ShopCredentials, ShopProblem, ShopRun, ShopTakes } from '#contract/shops.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import type { Services } from '#kernel/services.ts'
import type { About, ShopKind, ShopPart } from './connectors/connector.ts'
import { connectors } from './connectors/kinds.ts'
import { hintsOf, unseal } from './credentials.ts'

/** How far a part has been read: what changed since then, the page to go on with, and when this pass began. */
export type Cursor = { since: string | null; page: string | null; begunAt: string | null }
export type Cursors = Partial<Record<ShopPart, Cursor>>

export type ShopRow = {
  id: string
  kind: ShopKind
  name: string
  url: string
  sealedCredentials: string
  active: boolean
  takes: ShopTakes
  priceListKey: string
  everyMinutes: number
  cursors: Cursors
  about: Partial<About>
  problem: ShopProblem | null
  testedAt: Date | null
  nextRunAt: Date
  version: number
  createdAt: Date
  deletedAt: Date | null
}
export type RunRow = Omit<ShopRun, 'createdAt' | 'startedAt' | 'finishedAt'> & {
  shopId: string
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
}

const columns =
  sql.raw(`s.id, s.kind, s.name, s.url, s.sealed_credentials, s.active, s.takes, s.price_list_key, s.every_minutes, s.cursors, s.about,
  s.problem, s.tested_at, s.next_run_at, s.version, s.created_at, s.deleted_at`)

export const selectShops = async (db: Db | Tx, workspaceId: string, where: RawBuilder<unknown>): Promise<ShopRow[]> =>
  (
    await sql<ShopRow>`select ${columns} from shop_connection s where s.workspace_id = ${workspaceId} and ${where}`.execute(
      db,
    )
  ).rows

/** Throws 404 on one that is not there, disconnected, or another workspace's. */
export async function findShop(
  db: Db | Tx,
  workspaceId: string,
  id: string,
  { lock = false, deleted = false } = {},
): Promise<ShopRow> {
  const [row] = await selectShops(
    db,
    workspaceId,
    sql`s.id = ${id} ${deleted ? sql`` : sql`and s.deleted_at is null`} ${lock ? sql`for update` : sql``}`,
  )
  if (!row) throw new Problem('not_found')
  return row
}

export async function selectRuns(db: Db | Tx, workspaceId: string, where: RawBuilder<unknown>): Promise<RunRow[]> {
  const { rows } =
    await sql<RunRow>`select r.id, r.shop_id, r.trigger, r.state, r.counts, r.issues, r.problem, r.created_at, r.started_at, r.finished_at
    from shop_run r where r.workspace_id = ${workspaceId} and ${where}`.execute(db)
  return rows
}

/** The last run of each shop. */
export async function lastRuns(db: Db | Tx, workspaceId: string, ids: readonly string[]): Promise<Map<string, RunRow>> {
  const rows = await selectRuns(
    db,
    workspaceId,
    sql`r.id in (select distinct on (l.shop_id) l.id from shop_run l
      where l.workspace_id = ${workspaceId} and l.shop_id = any (${[...ids]}::uuid[]) order by l.shop_id, l.created_at desc, l.id desc)`,
  )
  return new Map(rows.map((row) => [row.shopId, row]))
}

export const toRun = ({ shopId: _, createdAt, startedAt, finishedAt, ...run }: RunRow): ShopRun => ({
  ...run,
  createdAt: createdAt.toISOString(),
  startedAt: startedAt?.toISOString() ?? null,
  finishedAt: finishedAt?.toISOString() ?? null,
})

export const aboutOf = ({ about }: Pick<ShopRow, 'about'>): About => ({
  shopName: about.shopName ?? null,
  currency: about.currency ?? null,
  version: about.version ?? null,
})
export const credentialsOf = (
  { secret }: Pick<Services, 'secret'>,
  workspaceId: string,
  row: ShopRow,
): ShopCredentials => unseal(secret, workspaceId, row.id, row.sealedCredentials)

export function toShop(
  services: Pick<Services, 'secret' | 'publicUrl'>,
  workspaceId: string,
  row: ShopRow,
  lastRun: RunRow | undefined,
): Shop {
  const { sealedCredentials: _, cursors: __, deletedAt: ___, testedAt, nextRunAt, createdAt, ...rest } = row
  const credentials = credentialsOf(services, workspaceId, row)
  return {
    ...rest,
    about: aboutOf(row),
    keyHints: hintsOf(credentials),
    hasWebhookSecret: Boolean(credentials.webhookSecret),
    webhookUrl: connectors[row.kind].hasWebhooks ? `${services.publicUrl}/hooks/shops/${workspaceId}/${row.id}` : null,
    testedAt: testedAt?.toISOString() ?? null,
    nextRunAt: nextRunAt.toISOString(),
    createdAt: createdAt.toISOString(),
    lastRun: lastRun ? toRun(lastRun) : null,
  }
}
