import type { Availability } from '#contract/stock.ts'
import { dayNumberOf } from '#kernel/calendar/zone.ts'
import type { Ctx } from '#kernel/http.ts'
import { invalid } from '#kernel/problem.ts'
import { availability } from './availability.ts'
import { requireProduct } from './require-product.ts'

const mostDays = 730

export async function readAvailability(
  { db, actor, clock }: Ctx,
  productId: string,
  { from, to, uplift = 1 }: { from: string; to: string; uplift?: number },
): Promise<Availability> {
  await requireProduct(db, actor.workspaceId, productId)
  const days = dayNumberOf(to) - dayNumberOf(from) + 1
  if (days < 1) throw invalid('/to', 'date_order')
  if (days > mostDays) throw invalid('/to', 'too_many_days', { limit: mostDays })
  const [answer] = await availability(db, actor.workspaceId, clock.now(), [{ productId, from, to, uplift }])
  return answer!
}
