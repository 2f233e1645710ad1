import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { systemClock } from '#kernel/clock.ts'
import { openDatabase } from '#kernel/db.ts'
import { diskFiles } from '#kernel/files.ts'
import { newId } from '#kernel/id.ts'
import { silentLog } from '#kernel/log.ts'
import { migrate } from '#kernel/migrate.ts'
import { startEmbedded } from '#kernel/postgres/embedded.ts'
import { registerModules } from '#kernel/register.ts'
import type { Services } from '#kernel/services.ts'
import { createWorkspace, migrateAuth } from '#modules/accounts/public.ts'
import { buildApp } from '../server/app.ts'
import { modules } from '../server/modules.ts'
import type { Bench } from './run.ts'

const secret = 'bench-only-0123456789abcdef0123456789abcdef'
const campaignId = '0192f000-0000-7000-8000-000000000001'

/**
 * All twelve checks of a campaign over HTTP, against the sum of the statements that somebody would write by hand for that
 * one screen, each prepared, one after the other, in turns on the same database. Ratio of the medians; wanted: at most 2.
 */
const bench: Bench = async ({ offers = '50', assets = '500', rounds = '200' }) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tandem-bench-checks-'))
  await chmod(dataDir, 0o711)
  const embedded = await startEmbedded({ dataDir, log: silentLog() })
  const { db, pool, close } = openDatabase(embedded.url)
  const byHand = new pg.Pool({ connectionString: embedded.url, max: 1 })
  try {
    await migrate(embedded.url, () => migrateAuth({ url: embedded.url, secret, publicUrl: 'http://localhost' }))
    const owner = { userId: newId(), email: 'owner@example.com', name: 'Olga Owner' }
    const workspace = { name: 'Bench', locale: 'es' as const, timeZone: 'Europe/Madrid', currency: 'EUR' }
    const made = await db.transaction().execute((tx) => createWorkspace(tx, new Date(), { workspace, owner }))
    await furnish(pool, made, Number(offers), Number(assets))
    const services: Services = {
      ...{ db, pool, clock: systemClock, files: diskFiles(join(dataDir, 'files')), log: silentLog(), live: null },
      ...{ publicUrl: 'http://localhost', smtpUrl: null, secret, databaseUrl: embedded.url },
    }
    registerModules(modules)
    const app = await buildApp({ services, modules, requestsPerMinute: null })
    await app.listen({ port: 0, host: '127.0.0.1' })
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    try {
      const { port } = app.server.address() as AddressInfo
      const [ours, theirs]: [number[], number[]] = [[], []]
      for (let round = -30; round < Number(rounds); round++) {
        const [httpMs] = await timed(() => ask(agent, port, made.apiKey))
        const [sqlMs] = await timed(() => handWritten(byHand, made.workspaceId))
        if (round < 0) continue
        ours.push(httpMs)
        theirs.push(sqlMs)
      }
      const [httpMs, sqlMs] = [median(ours), median(theirs)]
      const ratio = Math.round((httpMs / sqlMs) * 100) / 100
      return {
        json: { ratio, httpMs, sqlMs, ok: ratio <= 2 },
        line: `checks: ${offers} offers and ${assets} texts in ${httpMs} ms over HTTP, their SQL by hand ${sqlMs} ms, ratio ${ratio} (wanted ≤ 2)`,
      }
    } finally {
      agent.destroy()
      await app.close()
    }
  } finally {
    await byHand.end()
    await close()
    await embedded.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
export default bench

type Made = { workspaceId: string; ownerId: string }

/** Stock with deliveries, a year of prices, two claims a text of which some have drifted, and a link for each offer. */
async function furnish(pool: pg.Pool, { workspaceId, ownerId }: Made, offers: number, assets: number) {
  const run = (text: string, ...values: unknown[]) => pool.query(text, [workspaceId, ...values])
  await run(
    `insert into product (workspace_id, id, sku, sku_key, name, url, search, created_at, updated_at)
    select $1, md5('product' || n)::uuid, 'S-' || n, 's-' || n, 'Producto ' || n, 'https://shop.example/' || n, '', now(), now()
    from generate_series(1, 2000) n`,
  )
  await run(
    `insert into stock (workspace_id, product_id, on_hand, reserved, daily_demand, demand_std_dev, lead_time_days, updated_at)
    select $1, md5('product' || n)::uuid, 100 + n, 5, 14, 12, 7, now() from generate_series(1, 2000) n`,
  )
  await run(
    `insert into inbound (workspace_id, id, product_id, quantity, expected_on, promised_on, confirmed, created_by, created_at, updated_at)
    select $1, md5('inbound' || n)::uuid, md5('product' || n % 2000 + 1)::uuid, 200, current_date + n % 20, current_date + n % 20, n % 2 = 0, $2, now(), now()
    from generate_series(1, 4000) n`,
    ownerId,
  )
  await run(
    `insert into price_list (workspace_id, key, name, currency, is_default, created_at, updated_at) values ($1, 'standard', 'PVP', 'EUR', true, now(), now())
    on conflict do nothing`,
  )
  await run(
    `insert into price (workspace_id, product_id, id, list_key, amount_cents, currency, from_at, created_at)
    select $1, md5('product' || n % 2000 + 1)::uuid, md5('price' || n)::uuid, (select key from price_list where workspace_id = $1 and is_default), 1000 + n % 90, 'EUR',
      now() - make_interval(days => n / 2000 * 40), now() from generate_series(0, 11999) n`,
  )
  await run(
    `insert into campaign (workspace_id, id, name, state, starts_on, ends_on, currency, search, brief, target_leads, created_by, created_at, updated_at)
    values ($1, $2, 'Bench', 'draft', current_date, current_date + 14, 'EUR', '', '{"objective":"o"}', 40, $3, now(), now())`,
    campaignId,
    ownerId,
  )
  await run(
    `insert into campaign_seat (workspace_id, campaign_id, department_id, position, owner_id)
    select $1, $2, id, 0, $3 from department where workspace_id = $1 and key in ('marketing', 'sales')`,
    campaignId,
    ownerId,
  )
  await run(
    `insert into campaign_offer (workspace_id, id, campaign_id, product_id, uplift, discount_percent, created_at)
    select $1, md5('offer' || n)::uuid, $2, md5('product' || n)::uuid, 2, 10, now() from generate_series(1, $3::integer) n`,
    campaignId,
    offers,
  )
  await run(
    `insert into tracked_link (workspace_id, id, campaign_id, code, name, offer_id, utm_source, utm_medium, utm_campaign, created_by, created_at)
    select $1, md5('link' || n)::uuid, $2, 'code' || n, 'L', md5('offer' || n)::uuid, 's', 'm', 'c', $4, now() from generate_series(1, $3::integer) n`,
    campaignId,
    offers,
    ownerId,
  )
  await run(
    `insert into asset (workspace_id, id, type, name, body, state, campaign_id, created_at, updated_at)
    select $1, md5('asset' || n)::uuid, 'ad', 'Texto ' || n, '', 'live', case when n <= $3::integer then $2::uuid end, now(), now()
    from generate_series(1, 20000) n`,
    campaignId,
    assets,
  )
  await run(
    `insert into claim (workspace_id, id, asset_type, asset_id, product_id, attribute_key, attribute_label, stated_value, state, current_value, severity,
      drifted_at, created_at, updated_at)
    select $1, md5('claim' || n)::uuid, 'ad', md5('asset' || n % 20000 + 1)::uuid, md5('product' || n % 2000 + 1)::uuid, 'battery', 'Batería', '7',
      case when n % 20 = 0 then 'drifted' else 'holds' end, '5', 'major', case when n % 20 = 0 then now() end, now(), now()
    from generate_series(1, 40000) n`,
  )
  await pool.query('vacuum analyze')
}

const ask = (agent: Agent, port: number, key: string) =>
  new Promise<void>((resolve, reject) => {
    const path = `/api/v1/campaigns/${campaignId}/checks`
    const sent = request(
      { agent, port, host: '127.0.0.1', path, headers: { authorization: `Bearer ${key}` } },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          const { items = [] } = JSON.parse(text) as { items?: unknown[] }
          if (items.length === 12) resolve()
          else reject(new Error(text.slice(0, 500)))
        })
      },
    )
    sent.on('error', reject)
    sent.end()
  })

const mine = 'select product_id from campaign_offer where workspace_id = $1 and campaign_id = $2 and removed_at is null'
const texts = `select id from asset where workspace_id = $1 and campaign_id = $2 and state <> 'retired' union all select $2`
/** One statement for each thing that a check has to know. */
const statements = {
  campaign: `select c.*, w.time_zone from campaign c join workspace w on w.id = c.workspace_id where c.workspace_id = $1 and c.id = $2`,
  seats: `select s.*, d.name from campaign_seat s join department d on d.workspace_id = s.workspace_id and d.id = s.department_id
    where s.workspace_id = $1 and s.campaign_id = $2`,
  offers: `select o.*, p.sku, p.name, p.url, p.state from campaign_offer o join product p on p.workspace_id = o.workspace_id and p.id = o.product_id
    where o.workspace_id = $1 and o.campaign_id = $2 and o.removed_at is null`,
  stock: `select s.* from stock s where s.workspace_id = $1 and s.product_id in (${mine})`,
  inbound: `select i.product_id, i.quantity, i.expected_on, i.confirmed from inbound i where i.workspace_id = $1 and i.state = 'expected' and i.product_id in (${mine})`,
  assets: `select id, type, name, state, owner_id from asset where workspace_id = $1 and campaign_id = $2 and state <> 'retired' order by name`,
  drift: `select c.* from claim c where c.workspace_id = $1 and c.asset_id in (${texts}) and c.state = 'drifted' and c.removed_at is null and c.suspended_at is null`,
  proposals: `select p.id, p.asset_id, p.quote from claim_proposal p where p.workspace_id = $1 and p.asset_id in (${texts}) and p.state = 'pending'`,
  prices: `select p.product_id, p.amount_cents, p.from_at, p.until_at from price p join price_list l on l.workspace_id = p.workspace_id and l.key = p.list_key
    where p.workspace_id = $1 and l.is_default and p.product_id in (${mine})`,
  links: `select l.*, o.stock_tripped_at, (select sum(d.clicks) from tracked_link_day d where d.workspace_id = $1 and d.link_id = l.id) as clicks
    from tracked_link l left join campaign_offer o on o.workspace_id = l.workspace_id and o.id = l.offer_id
    where l.workspace_id = $1 and l.campaign_id = $2 and l.removed_at is null`,
  forms: `select f.id, f.name, f.state, v.definition -> 'consents' as consents from form f
    join form_version v on v.workspace_id = f.workspace_id and v.form_id = f.id and v.form_version = f.current_version
    where f.workspace_id = $1 and f.campaign_id = $2 and f.deleted_at is null`,
  sellers: `select m.id, m.capacity, (select count(*) from handover h where h.workspace_id = $1 and h.assignee_id = m.id and h.state in ('pending', 'accepted')
      and h.deal_id is null) as open
    from department d join member_department md on md.workspace_id = d.workspace_id and md.department_id = d.id
    join member m on m.workspace_id = md.workspace_id and m.id = md.member_id
    where d.workspace_id = $1 and d.key = 'sales' and m.removed_at is null and $2::uuid is not null`,
  agreements: `select a.direction, v.from_on from agreement a join agreement_version v on v.workspace_id = a.workspace_id and v.agreement_id = a.id
    where a.workspace_id = $1 and a.deleted_at is null and v.state = 'signed' and $2::uuid is not null`,
  overrides: `select * from campaign_override where workspace_id = $1 and campaign_id = $2`,
}

async function handWritten(pool: pg.Pool, workspaceId: string) {
  for (const [name, text] of Object.entries(statements))
    await pool.query({ name: `checks ${name}`, text, values: [workspaceId, campaignId] })
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const start = performance.now()
  const result = await work()
  return [performance.now() - start, result]
}

const median = (values: readonly number[]) =>
  Math.round(([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0) * 100) / 100
