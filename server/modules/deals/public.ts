export { loseDeal, winDeal } from './close-deal.ts'
export { moveDeal } from './move-deal.ts'
export { type NewDeal, openDeal } from './open-deal.ts'
export { type DealInput, type UpsertedDeal, upsertDeals } from './upsert-deals.ts'
