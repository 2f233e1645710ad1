import { applyCompanies } from './apply-companies.ts'
import { applyContacts } from './apply-contacts.ts'
import { applyDeals } from './apply-deals.ts'
import { applyOrders } from './apply-orders.ts'
import { applyProducts } from './apply-products.ts'
import type { Apply } from './outcome.ts'
import type { Task } from './task.ts'

export function applyOf({ kind }: Pick<Task, 'kind'>): Apply {
  if (kind === 'contacts') return applyContacts
  if (kind === 'companies') return applyCompanies
  if (kind === 'deals') return applyDeals
  if (kind === 'orders') return applyOrders
  return applyProducts
}
