import { sql } from 'kysely'
import type { ProductFile } from '#contract/products.ts'
import { type Db, isUniqueViolation, type Tx } from '#kernel/db.ts'
import { sendStored } from '#kernel/download.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { receiveFile } from '#kernel/upload.ts'
import { insertFile } from '#modules/platform/public.ts'
import { productFacts } from './product-facts.ts'
import { lockProduct, requireProduct } from './select-products.ts'

/** SVG is left out: it can carry scripts. */
const images = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif'])
const mediaTypes = new Set([
  ...images,
  'application/pdf',
  'text/plain',
  'text/csv',
  'application/zip',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
])
const mostFiles = 100
type Row = Omit<ProductFile, 'url' | 'createdAt'> & { createdAt: Date }

export async function listFiles({ db, actor }: Ctx, productId: string) {
  await requireProduct(db, actor.workspaceId, productId)
  return { items: (await selectFiles(db, actor.workspaceId, productId)).map(toFile(productId)), next: null }
}

/** Takes an image or a document in: to disk as it comes, then its rows. Nothing is left of a refused one. */
export async function addFile(ctx: Ctx, productId: string): Promise<ProductFile> {
  await requireProduct(ctx.db, ctx.actor.workspaceId, productId)
  const part = await receiveFile(ctx, { mediaTypes })
  try {
    return await ctx.transact(async (tx) => {
      const { actor } = ctx
      const { workspaceId } = actor
      const at = ctx.clock.now()
      const product = await lockProduct(tx, workspaceId, productId)
      const present = await selectFiles(tx, workspaceId, productId)
      if (present.length >= mostFiles)
        throw new Problem('unprocessable', {}, [{ pointer: '/file', rule: 'too_many_files' }])
      const { key, bytes, name, mediaType, title } = part
      const fileId = await insertFile(tx, at, {
        ...{ workspaceId, name, mediaType, key, bytes },
        purpose: 'product',
        createdBy: actor.id,
      })
      await sql`insert into product_file (workspace_id, product_id, file_id, kind, title, position, created_by, created_at)
        values (${workspaceId}, ${productId}, ${fileId}, ${images.has(mediaType) ? 'image' : 'document'}, ${title}, ${present.length + 1},
          ${actor.id}, ${at})`.execute(tx)
      await record(tx, actor, at, 'product.file_added', { ...productFacts(product), fileId, fileName: name }, [
        productId,
      ])
      const added = (await selectFiles(tx, workspaceId, productId)).find(({ id }) => id === fileId)
      return toFile(productId)(added!)
    })
  } catch (error) {
    await ctx.files.remove(part.key)
    throw isUniqueViolation(error) ? new Problem('conflict') : error
  }
}

/** The link goes; the file itself stays for whoever looks at the past. */
export const removeFile = (ctx: Ctx, productId: string, fileId: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const product = await lockProduct(tx, actor.workspaceId, productId)
    const file = (await selectFiles(tx, actor.workspaceId, productId)).find(({ id }) => id === fileId)
    if (!file) throw new Problem('not_found')
    await sql`delete from product_file where workspace_id = ${actor.workspaceId} and product_id = ${productId} and file_id = ${fileId}`.execute(
      tx,
    )
    await record(tx, actor, at, 'product.file_removed', { ...productFacts(product), fileId, fileName: file.name }, [
      productId,
    ])
  })

export async function sendFile({ db, actor, files, reply }: Ctx, productId: string, fileId: string): Promise<void> {
  const { rows } = await sql<{ storageKey: string; mediaType: string; bytes: number; name: string; kind: string }>`
    select f.storage_key, f.media_type, f.bytes, f.name, x.kind from product_file x
    join file f on f.workspace_id = x.workspace_id and f.workspace_id = ${actor.workspaceId} and f.id = x.file_id
    where x.workspace_id = ${actor.workspaceId} and x.product_id = ${productId} and x.file_id = ${fileId}`.execute(db)
  const file = rows[0]
  if (!file) throw new Problem('not_found')
  reply.header('cache-control', 'private, max-age=31536000, immutable')
  sendStored({ files, reply }, file, file.kind === 'image' ? 'inline' : 'attachment')
}

async function selectFiles(db: Db | Tx, workspaceId: string, productId: string): Promise<Row[]> {
  const { rows } = await sql<Row>`select x.file_id as id, x.kind, f.name, x.title, f.media_type, f.bytes, x.created_at
    from product_file x
    join file f on f.workspace_id = x.workspace_id and f.workspace_id = ${workspaceId} and f.id = x.file_id
    where x.workspace_id = ${workspaceId} and x.product_id = ${productId}
    order by x.kind desc, x.position, x.file_id`.execute(db)
  return rows
}

const toFile =
  (productId: string) =>
  (row: Row): ProductFile => ({
    ...row,
    url: `/api/v1/products/${productId}/files/${row.id}`,
    createdAt: row.createdAt.toISOString(),
  })
