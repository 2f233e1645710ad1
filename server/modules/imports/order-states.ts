import { orderStates } from '#contract/orders.ts'
import { normalizeName } from './reading/fields.ts'
import type { StageValues } from './stages.ts'

export type OrderState = (typeof orderStates)[number]

const words = (text: string) => text.split('|')
/** What shops, spreadsheets and accounting programs call them, in Spanish and English. */
const stateWords: Record<OrderState, string[]> = {
  placed: words(
    'placed|new|nuevo|pending|pendiente|pendiente pago|on hold|en espera|open|abierto|recibido|created|creado|unpaid|authorized',
  ),
  paid: words(
    'paid|pagado|pagada|processing|procesando|en proceso|en preparacion|preparado|cobrado|invoiced|facturado|approved|aprobado|partially refunded|refunded|reembolsado|partially paid',
  ),
  shipped: words('shipped|enviado|enviada|sent|fulfilled|in transit|en camino|en reparto|despachado'),
  delivered: words('delivered|entregado|entregada|completed|complete|completado|completada|finalizado|closed|cerrado'),
  cancelled: words('cancelled|canceled|cancelado|cancelada|anulado|anulada|voided|failed|fallido|unavailable|expired'),
}

/** The state of an order by its key or its usual names; null for a word nobody knows. */
export function orderStateOf(word: string, chosen: StageValues): OrderState | null {
  const name = normalizeName(chosen[word] ?? chosen[word.trim()] ?? word)
  return orderStates.find((state) => state === name || stateWords[state].includes(name)) ?? null
}
