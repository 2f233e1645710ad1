import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { type Attribute, specsInForce } from '#modules/products/public.ts'

export type Sheet = { version: number; attributes: Attribute[] }

/** For each the version it names, or the one in force; null when there is none. In the order given. */
export async function sheetsFor(
  db: Db | Tx,
  workspaceId: string,
  at: Date,
  asked: readonly { productId: string; specVersion?: number | null }[],
): Promise<(Sheet | null)[]> {
  const named = asked.filter((one) => one.specVersion)
  const { rows } = await sql<
    Sheet & { productId: string }
  >`select s.product_id, s.spec_version as version, s.attributes from product_spec s
    join unnest(${named.map((one) => one.productId)}::uuid[], ${named.map((one) => one.specVersion)}::integer[]) as n(product_id, version)
      on n.product_id = s.product_id and n.version = s.spec_version
    where s.workspace_id = ${workspaceId}`.execute(db)
  const inForce = await specsInForce(
    db,
    workspaceId,
    asked.filter((one) => !one.specVersion).map((one) => one.productId),
    at,
  )
  return asked.map(({ productId, specVersion }) =>
    specVersion
      ? (rows.find((row) => row.productId === productId && row.version === specVersion) ?? null)
      : (inForce.get(productId) ?? null),
  )
}
