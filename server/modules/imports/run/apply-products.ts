import { type ProductInput, upsertProducts } from '#modules/products/public.ts'
import { setStockLevels } from '#modules/stock/public.ts'
import { columnOf } from './apply-contacts.ts'
import type { Apply } from './outcome.ts'
import { listOf, moneyOf, numberOf, type ReadRow, type Refusal, textOf } from './read-row.ts'
import { sortOut } from './sort-out.ts'
import type { Task } from './task.ts'

type Read = ProductInput & { onHand: number | null }

/** As the contract has it. */
const mostCents = 9_000_000_000_000
const mostUnits = 1_000_000_000

/** Products by SKU with family, price of the default list from now on, and stock where the file has it. */
export const applyProducts: Apply = async (tx, task, at, rows) => {
  const { inputs, outcomes } = sortOut(rows, (row): Read | Refusal => readProduct(task, row))
  const upserted = await upsertProducts(tx, task.actor, at, inputs)
  // The last row of a product counts.
  const levels = new Map(
    inputs.flatMap(({ onHand }, index) => (onHand === null ? [] : [[upserted[index]!.productId, onHand] as const])),
  )
  const stocked = [...levels].map(([productId, onHand]) => ({ productId, onHand }))
  const { changed } = await setStockLevels(tx, task.actor, at, stocked, { reason: 'import' })
  const isStockOf = (productId: string) => changed > 0 && levels.has(productId)
  return outcomes(
    upserted.map(({ productId, created, changed: isChanged }) => ({
      id: productId,
      created,
      changed: isChanged || isStockOf(productId),
    })),
  )
}

function readProduct(task: Task, row: ReadRow): Read | Refusal {
  const { options } = task
  const refuse = (field: string, rule: string): Refusal => ({ column: columnOf(task, field), rule })
  const sku = textOf(row, 'sku')
  if (sku === null || sku.trim() === '') return refuse('sku', 'sku_missing')
  if (sku.length > 100) return { ...refuse('sku', 'too_long'), params: { limit: 100 } }
  const family = textOf(row, 'family')
  if (family !== null && family.length > 120) return { ...refuse('family', 'too_long'), params: { limit: 120 } }
  const unit = textOf(row, 'unit')
  if (unit !== null && unit.length > 30) return { ...refuse('unit', 'too_long'), params: { limit: 30 } }
  const price = moneyOf(row, 'price')
  if (price && (price.amountCents < 0 || price.amountCents > mostCents)) return refuse('price', 'number_out_of_range')
  const currency = textOf(row, 'currency')?.toUpperCase() ?? price?.currency ?? task.currency
  if (!/^[A-Z]{3}$/.test(currency)) return refuse('currency', 'currency_invalid')
  if (price && currency !== task.currency) return refuse('currency', 'currency_of_catalogue')
  const onHand = numberOf(row, 'onHand')
  if (onHand !== null && (!Number.isInteger(onHand) || onHand < 0 || onHand > mostUnits))
    return refuse('onHand', 'stock_not_whole')
  return {
    sku,
    name: textOf(row, 'name'),
    description: textOf(row, 'description'),
    family,
    unit,
    url: textOf(row, 'url'),
    tags: [...(options.tags ?? []), ...listOf(row, 'tags')],
    customFields: row.customFields,
    price: price ? { amountCents: price.amountCents, currency } : null,
    overwrite: options.overwrite !== false,
    onHand,
  }
}
