import { sql } from 'kysely'
import { foldText } from '#kernel/text.ts'
import { atLeast, atMost, dayFrom, dayTo, flag, ids, oneOf, since, until, words } from './filters.ts'
import { instant, number, text } from './record-sources.ts'
import type { ExportColumn, ExportFilter, ExportSource } from './source.ts'

const amount = (key: string, expression: string): ExportColumn => ({ key, kind: 'money', expression })
const one = (value: unknown) => String(Array.isArray(value) ? value[0] : value)

export const products: ExportSource = {
  list: 'products',
  permission: 'exports.create',
  columns: [
    text('id', 'p.id'),
    text('sku', 'p.sku'),
    text('name', 'p.name'),
    text('family', 'f.name'),
    { key: 'productState', kind: 'word', expression: 'p.state', words: 'products.states' },
    text('unit', 'p.unit'),
    text('url', 'p.url'),
    text('owner', 'o.full_name'),
    { key: 'tags', kind: 'list', expression: 'p.tags' },
    number('onHand', 's.on_hand'),
    number('reserved', 's.reserved'),
    text('description', "nullif(p.description, '')"),
    instant('createdAt', 'p.created_at'),
  ],
  from: (workspaceId) => sql`product p
    left join product_family f on f.workspace_id = ${workspaceId} and f.id = p.family_id
    left join member o on o.workspace_id = ${workspaceId} and o.id = p.owner_id
    left join stock s on s.workspace_id = ${workspaceId} and s.product_id = p.id`,
  where: (workspaceId) => sql`p.workspace_id = ${workspaceId} and p.deleted_at is null`,
  id: 'p.id',
  order: 'p.created_at desc, p.id desc',
  freeFields: { table: 'product', alias: 'p', column: 'custom_fields' },
  filters: {
    q: words('p.search'),
    state: oneOf('p.state'),
    familyId: ids('p.family_id'),
    ownerId: ids('p.owner_id'),
    tag: (value) => sql<boolean>`p.tags && ${[value].flat().map(String)}::text[]`,
    sku: (value) => sql<boolean>`p.sku_key = ${one(value).trim().toLowerCase()}`,
  },
}

const refunded = `(select coalesce(sum(r.refund_cents), 0) from order_return r
  where r.workspace_id = o.workspace_id and r.order_id = o.id and r.deleted_at is null)`

/** What the list finds: words of the order, or of its buyer. */
const ofBuyer =
  (buyer: string): ExportFilter =>
  (value, { workspaceId }) => {
    const conditions = foldText(one(value))
      .split(' ')
      .filter(Boolean)
      .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)
      .map(
        (word) => sql<boolean>`(o.search like ${word} or ${sql.raw(buyer)} in (select b.subject_id from contact b
          where b.workspace_id = ${workspaceId} and b.search like ${word}))`,
      )
    return sql<boolean>`(${sql.join([sql`true`, ...conditions], sql` and `)})`
  }

export const orders: ExportSource = {
  list: 'orders',
  permission: 'exports.create',
  columns: [
    text('id', 'o.id'),
    text('orderNumber', 'o.number'),
    { key: 'orderState', kind: 'word', expression: 'o.state', words: 'orders.states' },
    instant('orderedAt', 'o.ordered_at'),
    text('contact', 'c.full_name'),
    text('email', 'c.email'),
    text('company', 'co.name'),
    text(
      'lines',
      `(select string_agg(l.quantity || ' × ' || coalesce(nullif(l.sku, ''), l.name), ', ' order by l.id)
      from order_line l where l.workspace_id = o.workspace_id and l.order_id = o.id)`,
    ),
    amount('amount', 'o.total_cents'),
    amount('refunded', refunded),
    text('currency', 'o.currency'),
    text('campaign', 'k.name'),
    { key: 'orderSource', kind: 'word', expression: 'o.source', words: 'orders.sources' },
    text('externalId', 'o.external_id'),
    text('note', 'o.note'),
    instant('createdAt', 'o.created_at'),
  ],
  from: (workspaceId) => sql`sales_order o
    left join contact c on c.workspace_id = ${workspaceId} and c.subject_id = o.subject_id and c.deleted_at is null
    left join company co on co.workspace_id = ${workspaceId} and co.id = o.company_id
    left join campaign k on k.workspace_id = ${workspaceId} and k.id = o.campaign_id`,
  where: (workspaceId) => sql`o.workspace_id = ${workspaceId} and o.deleted_at is null`,
  id: 'o.id',
  order: 'o.ordered_at desc, o.id desc',
  filters: {
    q: ofBuyer('o.subject_id'),
    state: oneOf('o.state'),
    source: oneOf('o.source'),
    contactId: ids('o.subject_id'),
    companyId: ids('o.company_id'),
    dealId: ids('o.deal_id'),
    productId: (value) =>
      sql<boolean>`exists (select 1 from order_line l where l.workspace_id = o.workspace_id and l.order_id = o.id and l.product_id::text = ${one(value)})`,
    campaignId: ids('o.campaign_id'),
    shopId: ids('o.shop_id'),
    externalId: (value) => sql<boolean>`o.external_id = ${one(value)}`,
    returned: flag(`exists (select 1 from order_return r
      where r.workspace_id = o.workspace_id and r.order_id = o.id and r.deleted_at is null)`),
    orderedFrom: since('o.ordered_at'),
    orderedTo: until('o.ordered_at'),
    totalMin: atLeast('o.total_cents / 100.0'),
    totalMax: atMost('o.total_cents / 100.0'),
  },
}

const someLine =
  (column: string): ExportFilter =>
  (value) =>
    sql<boolean>`exists (select 1 from return_line l where l.workspace_id = r.workspace_id and l.return_id = r.id
      and ${sql.raw(`l.${column}::text`)} = any(${[value].flat().map(String)}::text[]))`

export const returns: ExportSource = {
  list: 'returns',
  permission: 'exports.create',
  columns: [
    text('id', 'r.id'),
    text('orderNumber', 'o.number'),
    instant('returnedAt', 'r.returned_at'),
    text('contact', 'c.full_name'),
    text('email', 'c.email'),
    // One line a product: units, product, why, and the attribute that misled.
    text(
      'lines',
      `(select string_agg(concat_ws(' · ', l.quantity || ' × ' || coalesce(p.sku, '–'), l.reason, l.attribute_key), ', ' order by l.id)
      from return_line l left join product p on p.workspace_id = l.workspace_id and p.id = l.product_id
      where l.workspace_id = r.workspace_id and l.return_id = r.id)`,
    ),
    amount('refunded', 'r.refund_cents'),
    text('currency', 'r.currency'),
    text('note', 'r.note'),
    instant('createdAt', 'r.created_at'),
  ],
  from: (workspaceId) => sql`order_return r
    join sales_order o on o.workspace_id = ${workspaceId} and o.id = r.order_id
    left join contact c on c.workspace_id = ${workspaceId} and c.subject_id = r.subject_id and c.deleted_at is null`,
  where: (workspaceId) => sql`r.workspace_id = ${workspaceId} and r.deleted_at is null`,
  id: 'r.id',
  order: 'r.returned_at desc, r.id desc',
  filters: {
    q: ofBuyer('r.subject_id'),
    reason: someLine('reason'),
    orderId: ids('r.order_id'),
    contactId: ids('r.subject_id'),
    productId: someLine('product_id'),
    claimId: someLine('claim_id'),
    attributeKey: someLine('attribute_key'),
    returnedFrom: since('r.returned_at'),
    returnedTo: until('r.returned_at'),
  },
}

const seat =
  (column: string): ExportFilter =>
  (value) =>
    sql<boolean>`exists (select 1 from campaign_seat s where s.workspace_id = k.workspace_id and s.campaign_id = k.id
      and ${sql.raw(`s.${column}::text`)} = ${one(value)})`

export const campaigns: ExportSource = {
  list: 'campaigns',
  permission: 'exports.create',
  columns: [
    text('id', 'k.id'),
    text('name', 'k.name'),
    { key: 'campaignState', kind: 'word', expression: 'k.state', words: 'campaigns.states' },
    { key: 'startsOn', kind: 'date', expression: 'k.starts_on' },
    { key: 'endsOn', kind: 'date', expression: 'k.ends_on' },
    text('audience', 'k.audience'),
    { key: 'channels', kind: 'list', expression: 'k.channels' },
    text(
      'owners',
      `(select string_agg(m.full_name, ', ' order by m.full_name) from campaign_seat s
      join member m on m.workspace_id = s.workspace_id and m.id = s.owner_id
      where s.workspace_id = k.workspace_id and s.campaign_id = k.id)`,
    ),
    amount('budget', 'k.budget_cents'),
    number('targetLeads', 'k.target_leads'),
    amount('targetSales', 'k.target_sales_cents'),
    text('currency', 'k.currency'),
    instant('launchedAt', 'k.launched_at'),
    instant('finishedAt', 'k.finished_at'),
    instant('createdAt', 'k.created_at'),
  ],
  from: () => sql`campaign k`,
  where: (workspaceId) => sql`k.workspace_id = ${workspaceId} and k.deleted_at is null`,
  id: 'k.id',
  order: 'k.starts_on desc, k.id desc',
  filters: {
    q: words('k.search'),
    state: oneOf('k.state'),
    ownerId: seat('owner_id'),
    departmentId: seat('department_id'),
    productId: (value) =>
      sql<boolean>`exists (select 1 from campaign_offer f where f.workspace_id = k.workspace_id and f.campaign_id = k.id
        and f.removed_at is null and f.product_id::text = ${one(value)})`,
    runsFrom: dayFrom('k.ends_on'),
    runsTo: dayTo('k.starts_on'),
  },
}
