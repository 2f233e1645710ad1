export { type NewDeal, openDeal } from './open-deal.ts'
