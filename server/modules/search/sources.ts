import type { Permission } from '#contract/permissions.ts'
import type { searchTypes } from '#contract/search.ts'

/** A table that can be searched. SQL texts speak of its row as `r`. */
export type Source = {
  readers: Permission
  address: string
  table: string
  id: string
  title: string
  subtitle: string
  /** How the record ended, if that can be: `won` or `lost`. */
  outcome?: string
  /** Lower-case, accent-free text under a trigram index. */
  words: string
  /** Column of the number that a record goes by elsewhere; of people, their identities say it. */
  identifier?: string
  /** Texts are retired and stay. */
  neverDeleted?: true
  /** Records that the subtitle names: table, its short name, the column of `r` that points to it. */
  beside: readonly (readonly [table: string, as: string, column: string])[]
}
const company = ['company', 'co', 'company_id'] as const
export const sources: Record<(typeof searchTypes)[number], Source> = {
  contact: {
    readers: 'contacts.read',
    address: '/contacts/',
    table: 'contact',
    id: 'r.subject_id',
    title: "coalesce(nullif(r.full_name, ''), r.email, r.phone, '–')",
    subtitle: "nullif(concat_ws(' · ', case when r.full_name <> '' then r.email end, co.name), '')",
    words: 'r.search',
    beside: [company],
  },
  company: {
    readers: 'contacts.read',
    address: '/companies/',
    table: 'company',
    id: 'r.id',
    title: 'r.name',
    subtitle: "nullif(concat_ws(' · ', r.domain, r.city), '')",
    words: 'r.search',
    beside: [],
  },
  deal: {
    readers: 'deals.read',
    address: '/deals/',
    table: 'deal',
    id: 'r.id',
    title: 'r.name',
    subtitle: "nullif(concat_ws(' · ', case when r.state = 'open' then st.name end, co.name), '')",
    outcome: "nullif(r.state, 'open')",
    words: 'r.search',
    identifier: 'r.external_id',
    beside: [['pipeline_stage', 'st', 'stage_id'], company],
  },
  form: {
    readers: 'forms.read',
    address: '/forms/',
    table: 'form',
    id: 'r.id',
    title: 'r.name',
    subtitle: 'null::text',
    // Forms are few: their names are read as they are.
    words: "translate(lower(r.name), 'áàäâéèëêíìïîóòöôúùüûñç', 'aaaaeeeeiiiioooouuuunc')",
    beside: [],
  },
  campaign: {
    readers: 'campaigns.read',
    address: '/campaigns/',
    table: 'campaign',
    id: 'r.id',
    title: 'r.name',
    subtitle: "to_char(r.starts_on, 'YYYY-MM-DD') || ' – ' || to_char(r.ends_on, 'YYYY-MM-DD')",
    words: 'r.search',
    beside: [],
  },
  product: {
    readers: 'products.read',
    address: '/products/',
    table: 'product',
    id: 'r.id',
    title: 'r.name',
    subtitle: "nullif(concat_ws(' · ', r.sku, fa.name), '')",
    words: 'r.search',
    beside: [['product_family', 'fa', 'family_id']],
  },
  order: {
    readers: 'orders.read',
    address: '/orders/',
    table: 'sales_order',
    id: 'r.id',
    title: 'r.number',
    subtitle: "nullif(concat_ws(' · ', to_char(r.ordered_at, 'YYYY-MM-DD'), co.name), '')",
    words: 'r.search',
    beside: [company],
  },
  asset: {
    readers: 'claims.read',
    address: '/assets/',
    table: 'asset',
    id: 'r.id',
    title: 'r.name',
    subtitle: 'null::text',
    words: 'r.search',
    beside: [],
    neverDeleted: true,
  },
}
