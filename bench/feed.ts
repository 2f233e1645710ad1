/**
 * A stock feed of 100,000 SKUs of which 2 % changed, from its text to the commit: parsed, judged, compared, written with
 * movements, ledger and everything that follows; against COPY into a temporary table and one `UPDATE … FROM` by hand, in the
 * same database. Both are run several times in turn, and their medians compared.
 */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { openDatabase } from '#kernel/db.ts'
import { systemActor } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { registerModules } from '#kernel/register.ts'
import { takeIn } from '#modules/stock/feeds/run-feed.ts'
import { feedOf } from '#modules/stock/feeds/select-feeds.ts'
import { modules } from '../server/modules.ts'
import { startServer } from '../test/e2e/server.ts'
import { addressOf } from './capture.ts'
import type { Bench } from './run.ts'
import { setUpCatalogue } from './stock.ts'

const bench: Bench = async ({ skus = '100000', rounds = '5' }) => {
  const total = Number(skus)
  const server = await startServer()
  const client = new pg.Client({ connectionString: addressOf(server.dataDir) })
  await client.connect()
  const { db, close } = openDatabase(addressOf(server.dataDir))
  try {
    const { workspaceId } = await setUpCatalogue(server.url, 0)
    await stockUp(client, workspaceId, total)
    registerModules(modules)
    const actor = systemActor(workspaceId)
    const feed = await feedOf(db, workspaceId, await createFeed(client, workspaceId))
    const times = { mine: [] as number[], byHand: [] as number[] }
    for (let round = 1; round <= Number(rounds); round++) {
      const text = feedText(total, 2 * round)
      const mine = performance.now()
      const run = await db.transaction().execute((tx) => takeIn(tx, actor, new Date(), feed, text))
      times.mine.push(performance.now() - mine)
      if (run.state !== 'applied' || run.changed !== Math.ceil(total / 50)) throw new Error(JSON.stringify(run))
      const other = feedText(total, 2 * round + 1)
      const byHand = performance.now()
      const changed = await copyAndUpdate(client, workspaceId, other)
      times.byHand.push(performance.now() - byHand)
      if (changed !== Math.ceil(total / 50)) throw new Error(`${changed} changed by hand`)
    }
    const [ms, baselineMs] = [median(times.mine), median(times.byHand)]
    const ratio = Number((ms / baselineMs).toFixed(2))
    return {
      json: { ms: Math.round(ms), baselineMs: Math.round(baselineMs), ratio, skus: total },
      line: `feed: ${Math.round(ms)} ms whole, COPY and UPDATE by hand ${Math.round(baselineMs)} ms, ${ratio} × (wanted ≤ 2)`,
    }
  } finally {
    await close()
    await client.end()
    await server.stop()
  }
}
export default bench

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
const skuOf = (number: number) => `SKU-${number}`
const unitsOf = (number: number) => 10 + (number % 90)

async function stockUp(client: pg.Client, workspaceId: string, total: number) {
  const ids = Array.from({ length: total }, () => newId())
  const products = ids.map((id, number) => [
    workspaceId,
    id,
    skuOf(number),
    skuOf(number).toLowerCase(),
    `Producto ${number}`,
    'x',
  ])
  const at = new Date().toISOString()
  await copy(
    client,
    'product (workspace_id, id, sku, sku_key, name, search, created_at, updated_at)',
    products.map((row) => `${[...row, at, at].join('\t')}\n`),
  )
  await copy(
    client,
    'stock (workspace_id, product_id, on_hand, updated_at)',
    ids.map((id, number) => `${[workspaceId, id, unitsOf(number), at].join('\t')}\n`),
  )
  await client.query('analyze product; analyze stock')
}

async function createFeed(client: pg.Client, workspaceId: string): Promise<string> {
  const id = newId()
  await client.query(
    `insert into stock_feed (workspace_id, id, kind, name, url, every_minutes, created_by, created_at, updated_at)
     values ($1, $2, 'url', 'ERP', 'http://localhost/stock.csv', 60, $2, now(), now())`,
    [workspaceId, id],
  )
  return id
}

/** Every fiftieth product has other units than in the text before. */
const feedText = (total: number, version: number) =>
  `sku;stock\n${Array.from({ length: total }, (_, number) => `${skuOf(number)};${number % 50 === 0 ? 1000 + version : unitsOf(number)}\n`).join('')}`

async function copyAndUpdate(client: pg.Client, workspaceId: string, text: string): Promise<number> {
  await client.query('begin')
  await client.query('create temporary table given (sku text, units integer) on commit drop')
  const stream = client.query(copyFrom("copy given from stdin with (format csv, delimiter ';', header)"))
  await pipeline(Readable.from([text]), stream)
  const { rowCount } = await client.query(
    `update stock s set on_hand = g.units from given g join product p on p.sku = g.sku and p.workspace_id = $1
     where s.workspace_id = $1 and s.product_id = p.id and s.on_hand <> g.units`,
    [workspaceId],
  )
  await client.query('commit')
  return rowCount ?? 0
}

const copy = (client: pg.Client, into: string, lines: readonly string[]) =>
  pipeline(Readable.from(lines), client.query(copyFrom(`copy ${into} from stdin`)))
