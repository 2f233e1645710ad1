export { acceptHandover } from './accept.ts'
export { handOverNew, promotionOf, qualify } from './qualify.ts'
export { rejectHandover } from './reject.ts'
