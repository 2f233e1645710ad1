export type { OrderInput, OrderLineInput, OrderState, RecordedOrder } from './order-types.ts'
export { recordOrders } from './record-orders.ts'
export { type RecordedReturn, type ReturnInput, type ReturnLineInput, recordReturns } from './record-returns.ts'
