import { sql } from 'kysely'
import type { productPartsRoutes, Spec, SpecAttribute } from '#contract/product-parts.ts'
import type { FamilyAttribute } from '#contract/products.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { asLocale } from '#kernel/i18n.ts'
import { Problem } from '#kernel/problem.ts'
import { productFacts } from './product-facts.ts'
import { diffSheets, readSheet } from './rules/specs.ts'
import { type LockedProduct, lockProduct, requireProduct } from './select-products.ts'

type Body = Parameters<Handlers<typeof productPartsRoutes>['POST /products/:id/specs']>[1]['body']
type Row = Omit<Spec, 'createdAt' | 'publishedAt' | 'effectiveFrom' | 'inForce'> & {
  createdAt: Date
  publishedAt: Date | null
  effectiveFrom: Date | null
}

export async function listSpecs({ db, actor, clock }: Ctx, productId: string, compare: string | undefined) {
  await requireProduct(db, actor.workspaceId, productId)
  const items = await readSpecs(db, actor.workspaceId, productId, clock.now())
  if (compare === undefined) return { items, next: null }
  const [from, to] = compare.split(',').map(Number) as [number, number]
  const sheetOf = (version: number): SpecAttribute[] => {
    const found = items.find((spec) => spec.version === version)
    if (!found) throw new Problem('not_found')
    return found.attributes
  }
  return { items, next: null, diff: { from, to, changes: diffSheets(sheetOf(from), sheetOf(to)) } }
}

export async function readSpec({ db, actor, clock }: Ctx, productId: string, version: number): Promise<Spec> {
  await requireProduct(db, actor.workspaceId, productId)
  return specOf(db, actor.workspaceId, productId, version, clock.now())
}

export async function specOf(db: Db | Tx, workspaceId: string, productId: string, version: number, at: Date) {
  const found = (await readSpecs(db, workspaceId, productId, at)).find((spec) => spec.version === version)
  if (!found) throw new Problem('not_found')
  return found
}

/** Drafts the next version; numbers are never used twice. */
export const draftSpec = (ctx: Ctx, productId: string, body: Body): Promise<Spec> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const product = await lockProduct(tx, workspaceId, productId)
    const attributes = await sheetFrom(tx, workspaceId, product, body, Number.MAX_SAFE_INTEGER)
    const { rows } = await sql<{
      version: number
    }>`select coalesce(max(spec_version), 0) + 1 as version from product_spec
      where workspace_id = ${workspaceId} and product_id = ${productId}`.execute(tx)
    const version = rows[0]!.version
    const note = body.note ?? null
    await sql`insert into product_spec (workspace_id, product_id, spec_version, state, attributes, note, created_by, created_at, updated_at)
      values (${workspaceId}, ${productId}, ${version}, 'draft', ${JSON.stringify(attributes)}::jsonb, ${note}, ${actor.id}, ${at}, ${at})`.execute(
      tx,
    )
    await record(tx, actor, at, 'spec.drafted', { ...productFacts(product), version, note }, [productId])
    return specOf(tx, workspaceId, productId, version, at)
  })

export const rewriteSpec = (ctx: Ctx, productId: string, version: number, body: Body): Promise<Spec> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const product = await lockProduct(tx, workspaceId, productId)
    const old = await specOf(tx, workspaceId, productId, version, at)
    if (old.state !== 'draft') throw new Problem('spec_already_published', { version })
    const attributes = await sheetFrom(tx, workspaceId, product, body, version)
    const note = body.note === undefined ? old.note : body.note
    await sql`update product_spec set attributes = ${JSON.stringify(attributes)}::jsonb, note = ${note}, updated_at = ${at}
      where workspace_id = ${workspaceId} and product_id = ${productId} and spec_version = ${version}`.execute(tx)
    await record(tx, actor, at, 'spec.drafted', { ...productFacts(product), version, note }, [productId])
    return specOf(tx, workspaceId, productId, version, at)
  })

/** Newest first, without drafts that were put away. */
async function readSpecs(db: Db | Tx, workspaceId: string, productId: string, at: Date): Promise<Spec[]> {
  const { rows } =
    await sql<Row>`select s.spec_version as version, s.state, s.attributes, s.note, c.full_name as created_by, s.created_at,
      p.full_name as published_by, s.published_at, s.effective_from
    from product_spec s
    left join member c on c.workspace_id = s.workspace_id and c.workspace_id = ${workspaceId} and c.id = s.created_by
    left join member p on p.workspace_id = s.workspace_id and p.workspace_id = ${workspaceId} and p.id = s.published_by
    where s.workspace_id = ${workspaceId} and s.product_id = ${productId} and s.discarded_at is null
    order by s.spec_version desc limit 1000`.execute(db)
  const inForce = rows.find(({ effectiveFrom }) => effectiveFrom !== null && effectiveFrom <= at)?.version
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    publishedAt: row.publishedAt?.toISOString() ?? null,
    effectiveFrom: row.effectiveFrom?.toISOString() ?? null,
    inForce: row.version === inForce,
  }))
}

/** The sheet, checked against the family and the newest published one below `before`. Throws 422 with every mistake. */
async function sheetFrom(
  tx: Tx,
  workspaceId: string,
  { id, familyId }: LockedProduct,
  body: Body,
  before: number,
): Promise<SpecAttribute[]> {
  const family = familyId === null ? [] : await definitionOf(tx, workspaceId, familyId)
  const previous = await publishedBefore(tx, workspaceId, id, before)
  const workspace = await tx.selectFrom('workspace').select('locale').where('id', '=', workspaceId).executeTakeFirst()
  const known = { family, previous: previous?.attributes ?? [], locale: asLocale(workspace?.locale) }
  const { attributes, errors } = readSheet(body, known)
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
  return attributes
}

async function definitionOf(tx: Tx, workspaceId: string, familyId: string): Promise<FamilyAttribute[]> {
  const { rows } = await sql<{ attributes: FamilyAttribute[] }>`select attributes from product_family
    where workspace_id = ${workspaceId} and id = ${familyId}`.execute(tx)
  return rows[0]?.attributes ?? []
}

export type PublishedSpec = { version: number; attributes: SpecAttribute[]; effectiveFrom: Date }

/** The newest published or scheduled version below a number. */
export async function publishedBefore(
  tx: Tx,
  workspaceId: string,
  productId: string,
  before: number,
): Promise<PublishedSpec | null> {
  const { rows } = await sql<PublishedSpec>`select spec_version as version, attributes, effective_from from product_spec
    where workspace_id = ${workspaceId} and product_id = ${productId} and state <> 'draft'
      and spec_version < ${Math.min(before, 2_000_000_000)}
    order by spec_version desc limit 1`.execute(tx)
  return rows[0] ?? null
}
